import { Select } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useState } from 'react';
import type { PersonLink } from '../../api/types.ts';
import { DetailedOption } from './detailed-option.tsx';
import { type Among, usePeople } from './use-people.ts';
import { whileLooking } from './while-looking.ts';

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
  const typed = text === value?.name ? '' : text.trim();
  const [q] = useDebouncedValue(typed, 150);
  const { people, isTooShort, ...asked } = usePeople(q, among);
  const isLooking = asked.isLooking || typed !== q;
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
      filter={whileLooking(isLooking, emailOf)}
      value={value?.id ?? null}
      onChange={(id) => {
        const person = id ? known.get(id) : undefined;
        onChange(person ? { id: person.id, name: person.name } : null);
      }}
      renderOption={({ option }) => <DetailedOption label={option.label} detail={emailOf(option.value)} />}
      nothingFoundMessage={nothingFound(isTooShort, isLooking)}
      error={error}
    />
  );
}

function nothingFound(isTooShort: boolean, isLooking: boolean): string {
  if (isTooShort) return 'Type two letters of the name';
  return isLooking ? 'Looking…' : 'Nobody of that name';
}
