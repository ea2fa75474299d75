import { Button, TextInput } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { client } from '../../../../api/client.ts';
import { problemOf, sentenceOf } from '../../../../api/problem.ts';
import type { Connector } from '../../../../api/types.ts';
import classes from '../../connectors.module.css';
import { OwnersField } from '../../list/owners-field.tsx';
import { keepConnector } from '../../use-connector.ts';
import { Step } from './step.tsx';

/** Done since the connector was added; its name and owners can be changed here. */
export function ApplicationStep({ connector }: { connector: Connector }) {
  const [isOpen, setOpen] = useState(false);
  const owners = connector.owners.map((owner) => owner.name).join(', ');
  return (
    <Step
      number={1}
      title="Application and owners"
      state="done"
      summary={`${connector.application.name} · ${owners}`}
      action={
        isOpen ? null : (
          <Button size="xs" variant="subtle" px={4} onClick={() => setOpen(true)} aria-label="Change name and owners">
            Change
          </Button>
        )
      }
    >
      {isOpen ? <ChangeForm connector={connector} onClose={() => setOpen(false)} /> : null}
    </Step>
  );
}

function ChangeForm({ connector, onClose }: { connector: Connector; onClose: () => void }) {
  const [name, setName] = useState(connector.name);
  const [owners, setOwners] = useState(connector.owners);
  const save = useMutation({
    mutationFn: () =>
      client.patch('/api/v1/connectors/:id', {
        params: { id: connector.id },
        body: { name, ownerIds: owners.map((owner) => owner.id) },
        ifMatch: connector.version,
      }),
    onSuccess: async (saved) => {
      await keepConnector(saved);
      onClose();
    },
  });
  const problem = problemOf(save.error);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    save.mutate();
  };
  return (
    <form className={classes.form} onSubmit={submit} aria-label="Name and owners">
      <TextInput
        label="Connector name"
        required
        withAsterisk={false}
        maxLength={100}
        value={name}
        onChange={(event) => setName(event.currentTarget.value)}
        error={
          problem?.forField('name') ?? (save.isError && !problem?.forField('ownerIds') ? sentenceOf(save.error) : null)
        }
      />
      <OwnersField value={owners} onChange={setOwners} error={problem?.forField('ownerIds')} />
      <div className={classes.formFoot}>
        <Button type="submit" loading={save.isPending} disabled={owners.length === 0}>
          Keep
        </Button>
        <Button variant="subtle" onClick={onClose}>
          Cancel
        </Button>
      </div>
    </form>
  );
}
