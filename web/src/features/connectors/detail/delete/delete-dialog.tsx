import { Button, Modal, TextInput } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { type FormEvent, useState } from 'react';
import { client } from '../../../../api/client.ts';
import { problemOf, sentenceOf } from '../../../../api/problem.ts';
import { refresh } from '../../../../api/queries.ts';
import { queryClient } from '../../../../api/query-client.ts';
import type { Connector } from '../../../../api/types.ts';
import { Banner } from '../../../../ui/status/banner.tsx';
import classes from './delete.module.css';
import { type GoingOn, StillGoingOn } from './still-going-on.tsx';

interface DeleteProps {
  connector: Connector;
  isOpen: boolean;
  onClose: () => void;
}
/** It can't be taken back, so it asks for the name (CON-15). */
export function DeleteDialog(props: DeleteProps) {
  return (
    <Modal
      opened={props.isOpen}
      onClose={props.onClose}
      title="Delete the connector"
      closeButtonProps={{ 'aria-label': 'Close' }}
      size={480}
    >
      <DeleteForm {...props} />
    </Modal>
  );
}

function DeleteForm({ connector, onClose }: DeleteProps) {
  const navigate = useNavigate();
  const [typed, setTyped] = useState('');
  const remove = useMutation({
    mutationFn: () => client.remove('/api/v1/connectors/:id', { params: { id: connector.id } }),
    onSuccess: async () => {
      // Not shown again for the moment until it is read anew.
      queryClient.removeQueries({ queryKey: ['/api/v1/connectors'] });
      await navigate({ to: '/connectors' });
      await refresh('/api/v1/connectors/:id', '/api/v1/applications', '/api/v1/session');
    },
  });
  const facts = problemOf(remove.error)?.problem.facts;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (typed.trim() === connector.name) remove.mutate();
  };
  return (
    <form className={classes.dialog} onSubmit={submit} aria-label="Delete the connector">
      {remove.isError ? (
        <Banner tone="bad" isAnswer>
          <p>{sentenceOf(remove.error)}</p>
          {Array.isArray(facts?.named) ? <StillGoingOn named={facts.named as GoingOn[]} facts={facts} /> : null}
        </Banner>
      ) : null}
      <p>
        <strong>{connector.name}</strong> reads AWS no longer from then on. This can’t be taken back.
      </p>
      <ul className={classes.list}>
        <li>What it read stays: history, evidence and the audit trail.</li>
        <li>What is current becomes “no longer read”, until another connector reads it.</li>
        <li>In AWS nothing is changed: remove its role there yourself.</li>
        {connector.currentRun || connector.hold ? <li>The sync that is under way is discarded.</li> : null}
      </ul>
      <TextInput
        label={
          <>
            Type <strong>{connector.name}</strong> to confirm
          </>
        }
        data-autofocus
        autoComplete="off"
        value={typed}
        onChange={(event) => setTyped(event.currentTarget.value)}
      />
      <div className={classes.foot}>
        <Button
          type="submit"
          variant="outline"
          data-danger
          loading={remove.isPending}
          disabled={typed.trim() !== connector.name}
        >
          Delete connector
        </Button>
        <Button onClick={onClose}>Keep it</Button>
      </div>
    </form>
  );
}
