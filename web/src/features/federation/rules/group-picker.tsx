import { Select } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { getOptions } from '../../../api/queries.ts';

interface GroupPickerProps {
  providerId: string;
  value: string | null;
  onChange: (id: string | null) => void;
  error: string | undefined;
}
/** One group of the provider, found by name. */
export function GroupPicker({ providerId, value, onChange, error }: GroupPickerProps) {
  const [text, setText] = useState('');
  const [q] = useDebouncedValue(text.trim(), 150);
  const { data } = useQuery({
    ...getOptions('/api/v1/identity-providers/:id/groups', {
      params: { id: providerId },
      query: { limit: 30, ...(q && !value ? { q } : {}) },
    }),
    placeholderData: keepPreviousData,
  });
  return (
    <Select
      label="Group"
      placeholder="Name of the group"
      searchable
      searchValue={text}
      onSearchChange={setText}
      data={(data?.items ?? []).map((group) => ({ value: group.id, label: group.name }))}
      filter={({ options }) => options}
      value={value}
      onChange={onChange}
      nothingFoundMessage="No group of that name"
      error={error}
    />
  );
}
