import { Link } from '@tanstack/react-router';
import type { Person } from '../../../api/types.ts';
import { StateWord } from '../../../ui/status/state-words.tsx';
import type { Column } from '../../../ui/table/column.ts';
import { roleWords } from '../../../ui/text/words.ts';
import { NameCell, None } from './cells.tsx';

export const peopleColumns: Column<Person>[] = [
  {
    id: 'name',
    header: 'Name',
    width: 'minmax(190px, 1.4fr)',
    sort: 'name',
    phone: 'title',
    cell: (person) => <NameCell name={person.name} to={`/people/${person.id}`} person />,
  },
  {
    id: 'email',
    header: 'E-mail',
    width: 'minmax(150px, 1.4fr)',
    sort: 'email',
    cell: (person) => person.email ?? <None />,
  },
  {
    id: 'title',
    header: 'Title',
    width: 'minmax(110px, 1.2fr)',
    phone: 'detail',
    cell: (person) => person.title ?? <None>not told</None>,
  },
  {
    id: 'department',
    header: 'Department',
    width: 'minmax(90px, 1fr)',
    isHidden: true,
    cell: (person) => person.department ?? <None>not told</None>,
  },
  {
    id: 'manager',
    header: 'Manager',
    width: 'minmax(110px, 1fr)',
    cell: (person) =>
      person.manager ? (
        <Link to={`/people/${person.manager.id}`} style={{ color: 'inherit' }}>
          {person.manager.name}
        </Link>
      ) : (
        <None />
      ),
  },
  {
    id: 'status',
    header: 'State',
    width: '92px',
    phone: 'aside',
    cell: (person) => <StateWord state={person.status} />,
  },
  {
    id: 'roles',
    header: 'Roles here',
    width: 'minmax(110px, 1fr)',
    isHidden: true,
    cell: (person) =>
      person.roles.length > 0 ? person.roles.map((role) => roleWords[role] ?? role).join(', ') : <None />,
  },
  {
    id: 'identityCount',
    header: 'Identities',
    width: '78px',
    align: 'right',
    phone: 'detail',
    cell: (person) => person.identityCount,
  },
  {
    id: 'awsAccountCount',
    header: 'AWS accounts',
    width: '94px',
    align: 'right',
    phone: 'detail',
    cell: (person) => person.awsAccountCount,
  },
];
export const peopleFilters = [
  {
    name: 'status',
    label: 'State',
    options: [
      { value: 'active', label: 'active' },
      { value: 'inactive', label: 'inactive' },
    ],
  },
];
