import { Select } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { getOptions } from '../../api/queries.ts';
import type { PersonLink } from '../../api/types.ts';
import { DetailedOption } from './detailed-option.tsx';

interface PersonPickerProps {
  label: string;
  description?: string;
  value: PersonLink | null;
  onChange: (value: PersonLink | null) => void;
  error?: string | undefined;
}

/** One person of the directory, found by name or e-mail. */
export function PersonPicker({ label, description, value, onChange, error }: PersonPickerProps) {
  const [text, setText] = useState(value?.name ?? '');
  const [q] = useDebouncedValue(text === value?.name ? '' : text.trim(), 150);
  const { data } = useQuery({
    ...getOptions('/api/v1/people', { query: { q, status: 'active', limit: 20, sort: 'name' } }),
    placeholderData: keepPreviousData,
  });
  const known = new Map<string, { id: string; name: string; email?: string | null }>(
    [...(data?.items ?? []), ...(value ? [value] : [])].map((person) => [person.id, person]),
  );
  const emailOf = (id: string) => data?.items.find((person) => person.id === id)?.email ?? '';
  return (
    <Select
      label={label}
      description={description}
      placeholder="Name or e-mail"
      searchable
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
      nothingFoundMessage="Nobody of that name"
      error={error}
    />
  );
}
