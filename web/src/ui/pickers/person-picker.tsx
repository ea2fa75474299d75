import { Select } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useState } from 'react';
import type { PersonLink } from '../../api/types.ts';
import { DetailedOption } from './detailed-option.tsx';
import { type Among, usePeople } from './use-people.ts';

interface PersonPickerProps {
  label: string;
  description?: string;
  value: PersonLink | null;
  onChange: (value: PersonLink | null) => void;
  error?: string | undefined;
  among?: Among;
  /** In a dialog: where typing begins. */
  isFirst?: boolean;
}

/** One person of the directory, found by name or e-mail. */
export function PersonPicker(props: PersonPickerProps) {
  const { label, description, value, onChange, error, among = 'everybody', isFirst = false } = props;
  const [text, setText] = useState(value?.name ?? '');
  const [q] = useDebouncedValue(text === value?.name ? '' : text.trim(), 150);
  const { people, isTooShort } = usePeople(q, among);
  const known = new Map<string, PersonLink>(
    [...people, ...(value ? [value] : [])].map((person) => [person.id, person]),
  );
  const emailOf = (id: string) => people.find((person) => person.id === id)?.email ?? '';
  return (
    <Select
      label={label}
      description={description}
      placeholder="Name or e-mail"
      searchable
      {...(isFirst ? { 'data-autofocus': true } : {})}
      searchValue={text}
      onSearchChange={setText}
      data={[...known.values()].map((person) => ({ value: person.id, label: person.name }))}
      filter={({ options }) => options}
      value={value?.id ?? null}
      onChange={(id) => {
        const person = id ? known.get(id) : undefined;
        onChange(person ? { id: person.id, name: person.name } : null);
      }}
      renderOption={({ option }) => <DetailedOption label={option.label} detail={emailOf(option.value)} />}
      nothingFoundMessage={isTooShort ? 'Type two letters of the name' : 'Nobody of that name'}
      error={error}
    />
  );
}
