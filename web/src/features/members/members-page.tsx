import { Button } from '@mantine/core';
import { IconUserPlus } from '@tabler/icons-react';
import { useState } from 'react';
import { useList, usePermission } from '../../api/queries.ts';
import type { Member, MemberRole } from '../../api/types.ts';
import { Empty } from '../../ui/feedback/states.tsx';
import { Page } from '../../ui/layout/page.tsx';
import { Avatar } from '../../ui/path/avatar.tsx';
import { Badge } from '../../ui/status/status.tsx';
import type { Column } from '../../ui/table/column.ts';
import { DataTable } from '../../ui/table/data-table.tsx';
import { FilterChip, TableBar, ToggleChip } from '../../ui/table/table-bar.tsx';
import { useTableState } from '../../ui/table/use-table-state.ts';
import { Time } from '../../ui/text/time.tsx';
import { counted } from '../../ui/text/words.ts';
import { InviteDrawer } from './invite-drawer.tsx';
import { MemberDrawer } from './member-drawer.tsx';
import classes from './members.module.css';
import { useRoles } from './use-members.ts';

const columnsWith = (nameOf: (role: MemberRole) => string): Column<Member>[] => [
  {
    id: 'name',
    header: 'Name',
    width: 'minmax(190px, 1.3fr)',
    phone: 'title',
    cell: (member) => (
      <span className={classes.who}>
        <Avatar name={member.name} />
        <span className={classes.name}>{member.name}</span>
        {member.status === 'inactive' ? <Badge tone="grey">has left</Badge> : null}
      </span>
    ),
  },
  {
    id: 'email',
    header: 'E-mail',
    width: 'minmax(180px, 1.3fr)',
    phone: 'detail',
    cell: (member) => member.email ?? <span className={classes.grey}>none</span>,
  },
  {
    id: 'roles',
    header: 'Roles',
    width: 'minmax(220px, 1.8fr)',
    phone: 'detail',
    cell: (member) =>
      member.roles.length > 0 ? (
        <span title={member.roles.map(({ role }) => nameOf(role)).join(', ')}>
          {member.roles.map(({ role }) => nameOf(role)).join(', ')}
        </span>
      ) : (
        <span className={classes.grey}>none beyond everyone’s</span>
      ),
  },
  {
    id: 'signed-in',
    header: 'Last sign-in',
    width: '130px',
    phone: 'aside',
    cell: (member) =>
      member.lastSignedInAt ? <Time at={member.lastSignedInAt} /> : <span className={classes.grey}>never</span>,
  },
];

/** Settings: who may do what (SEC-2). Who is shown in the drawer is in the address. */
export function MembersPage() {
  const [{ q, filters }, change] = useTableState();
  const roles = useRoles();
  const mayManage = usePermission('members.manage');
  const [isInviting, setInviting] = useState(false);
  const options = (roles.data?.items ?? []).map(({ role, name }) => ({ value: role, label: name }));
  const role = options.find(({ value }) => value === filters.role)?.value;
  const isEverybody = filters.everybody === 'true';
  // Whoever types a name looks for a person, not for somebody who holds a role already.
  const asked = role ?? (isEverybody || q ? undefined : 'any');
  const list = useList('/api/v1/members', { query: { ...(q ? { q } : {}), ...(asked ? { role: asked } : {}) } });
  const nameOf = (wanted: MemberRole) => options.find(({ value }) => value === wanted)?.label ?? wanted;
  const open = (id: string | undefined) => change({ member: id });
  return (
    <Page
      title="Members"
      actions={
        mayManage ? (
          <Button
            variant="filled"
            leftSection={<IconUserPlus size={14} stroke={1.75} aria-hidden />}
            onClick={() => setInviting(true)}
          >
            Invite
          </Button>
        ) : undefined
      }
    >
      <TableBar
        count={
          // Nothing is counted that could not be read.
          list.first ? (
            <>
              <strong>{list.total}</strong> {list.total === 1 ? 'person' : 'people'}
              {asked === 'any' ? ' with a role' : ''}
            </>
          ) : null
        }
        search={{ value: q, placeholder: 'Find by name or e-mail', onChange: (text) => change({ q: text }) }}
      >
        <FilterChip label="Role" value={role} options={options} onChange={(value) => change({ role: value })} />
        <ToggleChip isOn={isEverybody} onChange={(isOn) => change({ everybody: isOn ? 'true' : undefined })}>
          People without a role, too
        </ToggleChip>
      </TableBar>
      <DataTable
        label="Members"
        noun={counted(list.total, 'person', 'people').replace(/^\S+ /, '')}
        columns={columnsWith(nameOf)}
        list={list}
        keyOf={(member) => member.id}
        onOpen={(member) => open(member.id)}
        currentKey={filters.member}
        empty={<NobodyFound isNarrowed={Boolean(q || role)} mayManage={mayManage} />}
      />
      <MemberDrawer id={filters.member} onClose={() => open(undefined)} />
      <InviteDrawer isOpen={isInviting} onClose={() => setInviting(false)} onOpenMember={open} />
    </Page>
  );
}

function NobodyFound({ isNarrowed, mayManage }: { isNarrowed: boolean; mayManage: boolean }) {
  if (!isNarrowed)
    return <Empty title="Nobody holds a role">Everybody may ask for access and decide what is theirs.</Empty>;
  return (
    <Empty title="Nobody like that">
      {mayManage ? 'Look for another name or role, or invite the person.' : 'Look for another name or role.'}
    </Empty>
  );
}
