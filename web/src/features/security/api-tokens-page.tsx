import { Button, Select, TextInput } from '@mantine/core';
import { useMutation, useQuery } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { client } from '../../api/client.ts';
import { problemOf, sentenceOf } from '../../api/problem.ts';
import { getOptions, refresh } from '../../api/queries.ts';
import type { ApiToken } from '../../api/types.ts';
import { Empty, Failed, Loading } from '../../ui/feedback/states.tsx';
import { Page } from '../../ui/layout/page.tsx';
import { Banner } from '../../ui/status/banner.tsx';
import { PlainTable } from '../../ui/table/plain-table.tsx';
import { CopyButton } from '../../ui/text/copy.tsx';
import { Time } from '../../ui/text/time.tsx';
import classes from './security.module.css';

/** Tokens for programs and the command line. A secret is shown once, when it is made. */
export function ApiTokensPage() {
  const tokens = useQuery(getOptions('/api/v1/api-tokens', {}));
  const [secret, setSecret] = useState<string | null>(null);
  return (
    <Page
      title="API tokens"
      facts="For programs and the command line. A token may do what you may do, until it expires."
    >
      <NewToken onMade={setSecret} />
      {secret ? <Secret token={secret} /> : null}
      {tokens.isPending ? <Loading rows={3} /> : null}
      {tokens.isError ? (
        <Failed error={tokens.error} retry={() => void tokens.refetch()} what="The list of tokens" />
      ) : null}
      {tokens.data?.items.length === 0 ? (
        <Empty title="No tokens yet">
          Make one for a script, or run <code className="cs-mono">countersign login</code>, which makes its own.
        </Empty>
      ) : null}
      {tokens.data && tokens.data.items.length > 0 ? <TokenTable items={tokens.data.items} /> : null}
    </Page>
  );
}

function NewToken({ onMade }: { onMade: (token: string) => void }) {
  const [name, setName] = useState('');
  const [days, setDays] = useState('30');
  const make = useMutation({
    mutationFn: () => client.post('/api/v1/api-tokens', { body: { name, expiresInDays: Number(days) } }),
    onSuccess: async (made) => {
      onMade(made.token);
      setName('');
      await refresh('/api/v1/api-tokens');
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    make.mutate();
  };
  return (
    <form className={classes.tokenForm} onSubmit={submit} aria-label="New API token">
      <TextInput
        label="Name"
        placeholder="nightly report"
        required
        withAsterisk={false}
        maxLength={100}
        w={240}
        value={name}
        onChange={(event) => setName(event.currentTarget.value)}
        error={problemOf(make.error)?.forField('name') ?? (make.isError ? sentenceOf(make.error) : null)}
      />
      <Select
        label="Expires in"
        w={120}
        allowDeselect={false}
        value={days}
        onChange={(value) => setDays(value ?? '30')}
        data={['7', '30', '90', '365'].map((value) => ({ value, label: `${value} days` }))}
      />
      <Button type="submit" variant="filled" h={32} loading={make.isPending}>
        Make token
      </Button>
    </form>
  );
}

function Secret({ token }: { token: string }) {
  return (
    <Banner tone="info" isAnswer actions={<CopyButton text={token}>Copy token</CopyButton>}>
      <p>
        <strong>Copy it now: it is not shown again.</strong> Only its digest is kept.
      </p>
      <code className="cs-mono">{token}</code>
    </Banner>
  );
}

function TokenTable({ items }: { items: ApiToken[] }) {
  const revoke = useMutation({
    mutationFn: (id: string) => client.remove('/api/v1/api-tokens/:id', { params: { id } }),
    onSuccess: () => refresh('/api/v1/api-tokens'),
  });
  return (
    <>
      {revoke.isError ? (
        <Banner tone="bad" isAnswer>
          {sentenceOf(revoke.error)}
        </Banner>
      ) : null}
      <PlainTable
        label="API tokens"
        heads={['Name', 'Made', 'Last used', 'Expires', { label: 'Actions', align: 'right' }]}
      >
        {items.map((token) => (
          <tr key={token.id}>
            <td>
              <strong style={{ fontWeight: 600 }}>{token.name}</strong>
            </td>
            <td>
              <Time at={token.createdAt} />
            </td>
            <td>{token.lastUsedAt ? <Time at={token.lastUsedAt} /> : 'never'}</td>
            <td>
              <Time at={token.expiresAt} as="day" />
            </td>
            <td data-align="right">
              <Button
                size="xs"
                variant="outline"
                data-danger
                aria-label={`Revoke ${token.name}`}
                loading={revoke.isPending && revoke.variables === token.id}
                onClick={() =>
                  window.confirm(`Revoke “${token.name}”? Programs that use it stop working at once.`) &&
                  revoke.mutate(token.id)
                }
              >
                Revoke…
              </Button>
            </td>
          </tr>
        ))}
      </PlainTable>
    </>
  );
}
