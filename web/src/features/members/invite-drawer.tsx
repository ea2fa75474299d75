import { Button, Drawer, TextInput } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { client } from '../../api/client.ts';
import { problemOf, sentenceOf } from '../../api/problem.ts';
import type { MemberRole } from '../../api/types.ts';
import { Banner } from '../../ui/status/banner.tsx';
import classes from './members.module.css';
import { keepMember, useRoles } from './use-members.ts';

interface InviteProps {
  isOpen: boolean;
  onClose: () => void;
  onOpenMember: (id: string) => void;
}
export function InviteDrawer({ isOpen, onClose, onOpenMember }: InviteProps) {
  return (
    <Drawer
      opened={isOpen}
      onClose={onClose}
      title="Invite a person"
      closeButtonProps={{ 'aria-label': 'Close' }}
      styles={{ body: { padding: '4px 24px 24px' } }}
    >
      <InviteForm onClose={onClose} onOpenMember={onOpenMember} />
    </Drawer>
  );
}

function InviteForm({ onClose, onOpenMember }: Omit<InviteProps, 'isOpen'>) {
  const [name, setName] = useState('');
  const [email, setEmail] = useState('');
  const [roles, setRoles] = useState<MemberRole[]>([]);
  const invite = useMutation({
    mutationFn: () => client.post('/api/v1/members', { body: { name: name.trim(), email: email.trim(), roles } }),
    onSuccess: async (member) => {
      onClose();
      onOpenMember(member.id);
      await keepMember(member);
    },
  });
  const problem = problemOf(invite.error);
  const known = problem?.problem.code === 'member-exists' ? (problem.problem.facts?.personId as string) : undefined;
  const atField = problem?.forField('name') ?? problem?.forField('email');
  const submit = (event: FormEvent) => {
    event.preventDefault();
    invite.mutate();
  };
  return (
    <form className={classes.form} onSubmit={submit} aria-label="Invite a person" noValidate>
      {invite.isError && !atField ? (
        <Banner tone="bad" isAnswer>
          {sentenceOf(invite.error)}
        </Banner>
      ) : null}
      <TextInput
        label="Name"
        data-autofocus
        required
        withAsterisk={false}
        maxLength={200}
        autoComplete="off"
        value={name}
        onChange={(event) => setName(event.currentTarget.value)}
        error={problem?.forField('name')}
      />
      <TextInput
        label="E-mail"
        type="email"
        required
        withAsterisk={false}
        maxLength={254}
        autoComplete="off"
        value={email}
        onChange={(event) => setEmail(event.currentTarget.value)}
        error={problem?.forField('email')}
      />
      {known ? (
        <Button
          className={classes.left}
          onClick={() => {
            onClose();
            onOpenMember(known);
          }}
        >
          Open {String(problem?.problem.facts?.name ?? 'that person')}
        </Button>
      ) : null}
      <RoleChoice value={roles} onChange={setRoles} />
      <p className={classes.note}>
        They get a mail with the link to sign in, and no password: whoever signs people in here vouches for the address.
      </p>
      <div className={classes.foot}>
        <Button
          type="submit"
          variant="filled"
          loading={invite.isPending}
          disabled={name.trim() === '' || email.trim() === ''}
        >
          Send invitation
        </Button>
        <Button onClick={onClose}>Cancel</Button>
      </div>
    </form>
  );
}

function RoleChoice({ value, onChange }: { value: MemberRole[]; onChange: (roles: MemberRole[]) => void }) {
  const roles = useRoles();
  return (
    <fieldset className={classes.fieldset}>
      <legend className={classes.legend}>Roles to begin with</legend>
      {(roles.data?.items ?? []).map(({ role, name, summary }) => (
        <label key={role} className={classes.choice}>
          <input
            type="checkbox"
            checked={value.includes(role)}
            onChange={(event) =>
              onChange(event.currentTarget.checked ? [...value, role] : value.filter((each) => each !== role))
            }
          />
          <span>
            <strong>{name}</strong>
            <br />
            {summary}
          </span>
        </label>
      ))}
    </fieldset>
  );
}
