import { Drawer } from '@mantine/core';
import { useEffect, useState } from 'react';
import { sentenceOf } from '../../api/problem.ts';
import { usePermission, useSession } from '../../api/queries.ts';
import type { Member } from '../../api/types.ts';
import { Failed, Loading } from '../../ui/feedback/states.tsx';
import { Avatar } from '../../ui/path/avatar.tsx';
import { Banner } from '../../ui/status/banner.tsx';
import { Time } from '../../ui/text/time.tsx';
import { ConfirmChange } from './confirm-change.tsx';
import classes from './members.module.css';
import { RoleItem } from './role-item.tsx';
import { type RoleChange, useMember, useRoleChange, useRoles } from './use-members.ts';

/** One person's roles, each with what it may do; changed here by Super Administrators. */
export function MemberDrawer({ id, onClose }: { id: string | undefined; onClose: () => void }) {
  // While it slides out it still shows whom it showed.
  const [shown, setShown] = useState(id);
  useEffect(() => {
    if (id) setShown(id);
  }, [id]);
  return (
    <Drawer
      opened={id !== undefined}
      onClose={onClose}
      title="Member"
      size={480}
      closeButtonProps={{ 'aria-label': 'Close' }}
      styles={{ body: { padding: '4px 24px 24px' } }}
    >
      {shown ? <Loaded key={shown} id={shown} /> : null}
    </Drawer>
  );
}

function Loaded({ id }: { id: string }) {
  const member = useMember(id);
  if (member.data) return <Roles member={member.data} />;
  if (member.isError) return <Failed error={member.error} retry={() => void member.refetch()} what="This person" />;
  return <Loading rows={6} label="Loading the person" />;
}

function Roles({ member }: { member: Member }) {
  const roles = useRoles();
  const session = useSession();
  const mayManage = usePermission('members.manage');
  const change = useRoleChange(member.id);
  const [asked, setAsked] = useState<RoleChange | null>(null);
  const isMe = member.id === session.person.id;
  const begin = (next: RoleChange) => {
    if (mustConfirm(member, next, isMe)) setAsked(next);
    else change.mutate(next);
  };
  return (
    <div className={classes.drawer}>
      <Head member={member} />
      {member.status === 'inactive' ? (
        <Banner tone="warn">
          <p>
            <strong>Has left, as the directory says.</strong> They can’t sign in, whatever roles they hold.
          </p>
        </Banner>
      ) : null}
      {change.isError && !asked ? (
        <Banner tone="bad" isAnswer>
          {sentenceOf(change.error)}
        </Banner>
      ) : null}
      {roles.isPending ? <Loading rows={5} label="Loading the roles" /> : null}
      {roles.isError ? <Failed error={roles.error} retry={() => void roles.refetch()} what="The roles" /> : null}
      <ul className={classes.roles} aria-label={`Roles of ${member.name}`}>
        {(roles.data?.items ?? []).map((role) => (
          <RoleItem
            key={role.role}
            role={role}
            held={member.roles.find((each) => each.role === role.role)}
            whyNot={mayManage ? whyNot(member, role, isMe) : null}
            isBusy={change.isPending && change.variables.role === role.role}
            asksAgain={mustConfirm(member, { role: role.role, isGiven: !holds(member, role.role) }, isMe)}
            onChange={mayManage ? (isGiven) => begin({ role: role.role, isGiven }) : undefined}
          />
        ))}
      </ul>
      {mayManage ? null : <p className={classes.note}>Super Administrators give roles and take them away.</p>}
      <ConfirmChange
        member={member}
        isMe={isMe}
        asked={asked}
        nameOf={(wanted) => roles.data?.items.find(({ role }) => role === wanted)?.name ?? wanted}
        change={change}
        onClose={() => setAsked(null)}
      />
    </div>
  );
}

function Head({ member }: { member: Member }) {
  return (
    <div className={classes.head}>
      <Avatar name={member.name} size={36} />
      <div className={classes.headText}>
        <h2 className={classes.headName}>{member.name}</h2>
        <span className={classes.soft}>{[member.title, member.email].filter(Boolean).join(' · ') || 'no e-mail'}</span>
        <span className={classes.grey}>
          {member.lastSignedInAt ? (
            <>
              Last signed in <Time at={member.lastSignedInAt} />
            </>
          ) : (
            'Has never signed in'
          )}
        </span>
      </div>
    </div>
  );
}

const holds = (member: Member, role: string): boolean => member.roles.some((each) => each.role === role);

/** What can't be done here, and what to do instead; the server refuses it too. */
function whyNot(member: Member, { role, holderCount }: { role: string; holderCount: number }, isMe: boolean) {
  if (holds(member, role))
    return role === 'super-administrator' && holderCount === 1 && member.status === 'active'
      ? 'The last one. Make somebody else one first.'
      : null;
  if (member.status === 'inactive') return 'Nobody who has left is given a role.';
  return isMe ? 'Another Super Administrator must give it to you.' : null;
}

const mustConfirm = (member: Member, { role, isGiven }: RoleChange, isMe: boolean): boolean =>
  role === 'super-administrator' ||
  (!isGiven &&
    (isMe ||
      member.roles.some((each) => each.role === role && each.isFromClaim) ||
      (role === 'connector-administrator' && member.ownedConnectorCount > 0)));
