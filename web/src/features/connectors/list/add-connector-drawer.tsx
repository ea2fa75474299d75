import { Button, Drawer } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { type FormEvent, useState } from 'react';
import { client } from '../../../api/client.ts';
import { problemOf, sentenceOf } from '../../../api/problem.ts';
import { refresh, useSession } from '../../../api/queries.ts';
import { Banner } from '../../../ui/status/banner.tsx';
import classes from '../connectors.module.css';
import { type ApplicationChoice, ApplicationField } from './application-field.tsx';
import { OwnersField } from './owners-field.tsx';

interface AddConnectorDrawerProps {
  isOpen: boolean;
  onClose: () => void;
}
/** Add connector, first step: to which application, and who owns it (CON-2). */
export function AddConnectorDrawer({ isOpen, onClose }: AddConnectorDrawerProps) {
  return (
    <Drawer
      opened={isOpen}
      onClose={onClose}
      title="Add connector"
      closeButtonProps={{ 'aria-label': 'Close' }}
      styles={{ body: { padding: '4px 24px 24px' } }}
    >
      <AddConnectorForm onClose={onClose} />
    </Drawer>
  );
}

function AddConnectorForm({ onClose }: { onClose: () => void }) {
  const { person } = useSession();
  const navigate = useNavigate();
  const [application, setApplication] = useState<ApplicationChoice>({ kind: 'new', name: '', id: null });
  const [owners, setOwners] = useState([{ id: person.id, name: person.name }]);
  const add = useMutation({
    mutationFn: () =>
      client.post('/api/v1/connectors', {
        body: {
          application: application.kind === 'existing' ? { id: application.id ?? '' } : { newName: application.name },
          ownerIds: owners.map((owner) => owner.id),
        },
      }),
    onSuccess: async (connector) => {
      await navigate({ to: `/connectors/${connector.id}/setup` });
      await refresh('/api/v1/connectors', '/api/v1/applications');
    },
  });
  const problem = problemOf(add.error);
  const atApplication = problem?.forField('newName') ?? problem?.forField('application') ?? problem?.forField('id');
  const atOwners = problem?.forField('ownerIds');
  const submit = (event: FormEvent) => {
    event.preventDefault();
    add.mutate();
  };
  return (
    <form className={classes.form} onSubmit={submit} aria-label="Add connector">
      {add.isError && !atApplication && !atOwners ? (
        <Banner tone="bad" isAnswer>
          {sentenceOf(add.error)}
        </Banner>
      ) : null}
      <ApplicationField value={application} onChange={setApplication} error={atApplication} />
      <OwnersField value={owners} onChange={setOwners} error={atOwners} />
      <div className={classes.formFoot}>
        <Button type="submit" variant="filled" loading={add.isPending} disabled={owners.length === 0}>
          Next
        </Button>
        <Button onClick={onClose}>Cancel</Button>
      </div>
      <p className={classes.hint}>
        Next: the External ID and the policies to paste into AWS. Nothing is read before you save a role there.
      </p>
    </form>
  );
}
