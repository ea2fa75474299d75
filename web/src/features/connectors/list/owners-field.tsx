import { MultiSelect } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useState } from 'react';
import { useSession } from '../../../api/queries.ts';
import type { PersonLink } from '../../../api/types.ts';
import { usePeople } from '../../../ui/pickers/use-people.ts';
import { whileLooking } from '../../../ui/pickers/while-looking.ts';

interface OwnersFieldProps {
  value: PersonLink[];
  onChange: (value: PersonLink[]) => void;
  error: string | undefined;
}

/** Owners, several allowed, found by name or e-mail among the people of the directory. */
export function OwnersField({ value, onChange, error }: OwnersFieldProps) {
  const { roles } = useSession();
  const [text, setText] = useState('');
  const [q] = useDebouncedValue(text.trim(), 150);
  const { people, ...asked } = usePeople(q, 'everybody');
  const isLooking = asked.isLooking || text.trim() !== q;
  const known = new Map<string, { id: string; name: string; email?: string | null }>(
    [...people, ...value].map((person) => [person.id, person]),
  );
  return (
    <MultiSelect
      label="Owners"
      description={
        roles.includes('super-administrator')
          ? 'They are told when something is wrong. Who is not a Connector Administrator yet becomes one.'
          : 'They are told when something is wrong. An owner must be a Connector Administrator.'
      }
      placeholder={value.length === 0 ? 'Name or e-mail' : ''}
      searchable
      searchValue={text}
      onSearchChange={setText}
      hidePickedOptions
      data={[...known.values()].map((person) => ({ value: person.id, label: person.name }))}
      filter={whileLooking(isLooking, (id) => known.get(id)?.email ?? '')}
      value={value.map((person) => person.id)}
      onChange={(ids) => {
        onChange(ids.flatMap((id) => known.get(id) ?? []).map(({ id, name }) => ({ id, name })));
        setText('');
      }}
      renderOption={({ option }) => (
        <span>
          {option.label}{' '}
          <span style={{ color: 'var(--cs-text3)', fontSize: 12 }}>{known.get(option.value)?.email ?? ''}</span>
        </span>
      )}
      nothingFoundMessage={isLooking ? 'Looking…' : 'Nobody of that name'}
      error={error}
    />
  );
}
