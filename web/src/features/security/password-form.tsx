import { Button, PasswordInput, TextInput } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { client } from '../../api/client.ts';
import { problemOf, sentenceOf } from '../../api/problem.ts';
import { Banner } from '../../ui/status/banner.tsx';
import classes from './security.module.css';
import { useEnter } from './use-enter.ts';

/** Where the form opens by a press, what is pressed next is in it. */
const focus = (input: HTMLInputElement | null) => input?.focus();

/** E-mail and password, for local administrators. */
export function PasswordForm({ heading, isFocused = false }: { heading: string | null; isFocused?: boolean }) {
  const [email, setEmail] = useState('');
  const [password, setPassword] = useState('');
  const enter = useEnter();
  const signIn = useMutation({
    mutationFn: () => client.post('/api/v1/session', { body: { kind: 'password', email, password } }),
    onSuccess: enter,
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    signIn.mutate();
  };
  const problem = problemOf(signIn.error);
  const atField = problem?.forField('email') ?? problem?.forField('password');
  return (
    <form onSubmit={submit} className={classes.form} aria-label="Local sign-in">
      {heading ? <h2 className={classes.or}>{heading}</h2> : null}
      {signIn.isError && !atField ? (
        <Banner tone="bad" isAnswer>
          {sentenceOf(signIn.error)}
        </Banner>
      ) : null}
      <TextInput
        label="E-mail"
        type="email"
        autoComplete="username"
        ref={isFocused ? focus : undefined}
        required
        withAsterisk={false}
        value={email}
        onChange={(event) => setEmail(event.currentTarget.value)}
        error={problem?.forField('email')}
      />
      <PasswordInput
        label="Password"
        autoComplete="current-password"
        required
        withAsterisk={false}
        value={password}
        onChange={(event) => setPassword(event.currentTarget.value)}
        error={problem?.forField('password')}
      />
      <Button type="submit" size="md" variant={heading ? 'default' : 'filled'} loading={signIn.isPending}>
        Sign in
      </Button>
    </form>
  );
}
