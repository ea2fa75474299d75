import { Button, Drawer, TextInput } from '@mantine/core';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { type FormEvent, useState } from 'react';
import { client } from '../../api/client.ts';
import { problemOf, sentenceOf } from '../../api/problem.ts';
import { getOptions, refresh } from '../../api/queries.ts';
import { Failed, Loading } from '../../ui/feedback/states.tsx';
import { Banner } from '../../ui/status/banner.tsx';
import { counted } from '../../ui/text/words.ts';
import classes from './federation.module.css';

export function AddProviderDrawer({ isOpen, onClose }: { isOpen: boolean; onClose: () => void }) {
  return (
    <Drawer
      opened={isOpen}
      onClose={onClose}
      title="Add identity provider"
      closeButtonProps={{ 'aria-label': 'Close' }}
      styles={{ body: { padding: '4px 24px 24px' } }}
    >
      <AddProviderForm onClose={onClose} />
    </Drawer>
  );
}

/** Its name, and which of the providers that AWS roles trust it is: several, where each AWS account has its own. */
function AddProviderForm({ onClose }: { onClose: () => void }) {
  const navigate = useNavigate();
  const [name, setName] = useState('');
  const [trustIds, setTrustIds] = useState<string[]>([]);
  const add = useMutation({
    mutationFn: () => client.post('/api/v1/identity-providers', { body: { name: name.trim(), trustIds } }),
    onSuccess: async (provider) => {
      await refresh('/api/v1/identity-providers', '/api/v1/identity-provider-trusts');
      await navigate({ to: `/identity-providers/${provider.id}` });
    },
  });
  const problem = problemOf(add.error);
  const atName =
    problem?.forField('name') ??
    (problem?.problem.code === 'identity-provider-name-taken' ? problem.problem.detail : undefined);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    add.mutate();
  };
  return (
    <form className={classes.form} onSubmit={submit} aria-label="Add identity provider">
      {add.isError && !atName ? (
        <Banner tone="bad" isAnswer>
          {sentenceOf(add.error)}
        </Banner>
      ) : null}
      <TextInput
        label="Name"
        placeholder="Okta"
        required
        withAsterisk={false}
        maxLength={100}
        data-autofocus
        value={name}
        onChange={(event) => setName(event.currentTarget.value)}
        error={atName}
      />
      <TrustChoice value={trustIds} onChange={setTrustIds} />
      <div className={classes.foot}>
        <Button type="submit" variant="filled" loading={add.isPending}>
          Add
        </Button>
        <Button onClick={onClose}>Cancel</Button>
      </div>
      <p className={classes.hint}>Next: its groups as a file, and a rule that says which group is for which role.</p>
    </form>
  );
}

function TrustChoice({ value, onChange }: { value: string[]; onChange: (ids: string[]) => void }) {
  const candidates = useQuery(getOptions('/api/v1/identity-provider-trusts', {}));
  return (
    <fieldset className={classes.fieldset}>
      <legend className={classes.legend}>In AWS it is</legend>
      {candidates.isPending ? <Loading rows={2} label="Loading the providers that roles trust" /> : null}
      {candidates.isError ? <Failed error={candidates.error} what="The list of providers" /> : null}
      {candidates.data?.items.length === 0 ? (
        <p className={classes.hint}>
          No role that was read trusts a SAML or OIDC provider. It can be chosen after a sync that finds one.
        </p>
      ) : null}
      {candidates.data?.items.map((candidate) => (
        <label key={candidate.id} className={classes.choice}>
          <input
            type="checkbox"
            checked={value.includes(candidate.id)}
            onChange={(event) =>
              onChange(
                event.currentTarget.checked ? [...value, candidate.id] : value.filter((id) => id !== candidate.id),
              )
            }
          />
          <span>
            <strong>{candidate.arn.split('/').slice(1).join('/')}</strong>{' '}
            {candidate.kind === 'saml-provider' ? 'SAML' : 'OIDC'}
            {candidate.awsAccount ? ` in ${candidate.awsAccount.name}` : ''}
            <br />
            <span className={classes.grey}>{counted(candidate.roleCount, 'role trusts', 'roles trust')} it</span>
          </span>
        </label>
      ))}
    </fieldset>
  );
}
