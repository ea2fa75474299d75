import { Button, PasswordInput, TextInput } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useSearch } from '@tanstack/react-router';
import { type FormEvent, useState } from 'react';
import { client } from '../../api/client.ts';
import { problemOf, sentenceOf } from '../../api/problem.ts';
import { Empty } from '../../ui/feedback/states.tsx';
import { Banner } from '../../ui/status/banner.tsx';
import { Outside } from './outside.tsx';
import classes from './security.module.css';
import { useEnter } from './use-enter.ts';

const leastPasswordLength = 12;

/** The page of the one-time link: whoever opens it first becomes the first Super Administrator. */
export function FirstRunPage() {
  const { token } = useSearch({ strict: false }) as { token?: string };
  return (
    <Outside title="Set up Countersign">
      {token ? (
        <FirstRunForm token={token} />
      ) : (
        <Empty title="The one-time link is incomplete">
          Copy the whole address that the server printed when it started, with everything behind “token=”.
        </Empty>
      )}
    </Outside>
  );
}

function FirstRunForm({ token }: { token: string }) {
  const [values, setValues] = useState({ name: '', email: '', password: '' });
  const [isTooShort, setTooShort] = useState(false);
  const enter = useEnter();
  const create = useMutation({
    mutationFn: () => client.post('/api/v1/first-run', { body: { token, ...values } }),
    onSuccess: enter,
  });
  const problem = problemOf(create.error);
  const atField = (['name', 'email', 'password'] as const).some((field) => problem?.forField(field));
  const set = (field: keyof typeof values) => (event: { currentTarget: { value: string } }) => {
    const { value } = event.currentTarget;
    setValues((before) => ({ ...before, [field]: value }));
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const isShort = values.password.length < leastPasswordLength;
    setTooShort(isShort);
    if (!isShort) create.mutate();
  };
  return (
    <form onSubmit={submit} className={classes.form} aria-label="First administrator" noValidate={false}>
      <p className={classes.lead}>
        You become the first Super Administrator. The link works once; afterwards others are let in by you.
      </p>
      {create.isError && !atField ? (
        <Banner tone="bad" isAnswer>
          {sentenceOf(create.error)}
        </Banner>
      ) : null}
      <TextInput
        label="Name"
        autoComplete="name"
        required
        withAsterisk={false}
        value={values.name}
        onChange={set('name')}
        error={problem?.forField('name')}
      />
      <TextInput
        label="E-mail"
        type="email"
        autoComplete="username"
        required
        withAsterisk={false}
        value={values.email}
        onChange={set('email')}
        error={problem?.forField('email')}
      />
      <PasswordInput
        label="Password"
        description={`At least ${leastPasswordLength} characters`}
        autoComplete="new-password"
        required
        withAsterisk={false}
        value={values.password}
        onChange={set('password')}
        error={isTooShort ? `Use at least ${leastPasswordLength} characters.` : problem?.forField('password')}
      />
      <Button type="submit" size="md" variant="filled" loading={create.isPending}>
        Become administrator
      </Button>
    </form>
  );
}
