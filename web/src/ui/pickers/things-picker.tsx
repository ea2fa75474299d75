import { MultiSelect } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { keepPreviousData, type UseQueryOptions, useQueries, useQuery } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import { client } from '../../api/client.ts';
import { getOptions } from '../../api/queries.ts';
import { DetailedOption } from './detailed-option.tsx';
import { whileLooking } from './while-looking.ts';

interface Thing {
  id: string;
  name: string;
  detail: string;
}
export type ThingKind = 'aws-accounts' | 'permission-sets' | 'groups' | 'roles' | 'people';
interface FoundPage {
  items: Found[];
}
type Found = {
  /** All but AWS accounts have one. */
  id?: string;
  name: string;
  awsAccountId?: string;
  email?: string | null;
  awsAccount?: { name: string } | null;
  description?: string | null;
};

/** AWS accounts go by their 12 digits in the API, everything else by its id. */
const thingOf = (kind: ThingKind, found: Found): Thing =>
  kind === 'aws-accounts'
    ? { id: found.awsAccountId ?? '', name: found.name, detail: found.awsAccountId ?? '' }
    : {
        id: found.id ?? '',
        name: found.name,
        detail: (kind === 'people' ? found.email : (found.awsAccount?.name ?? found.description)) ?? '',
      };

/** Roles are offered as far as the viewer sees them; everything else by name to whoever fills in such a form. */
function search(kind: ThingKind, q: string) {
  if (kind === 'roles') return getOptions('/api/v1/roles', { query: { q, limit: 30, sort: 'name' } });
  const query = { q, limit: 30, ...(kind === 'people' ? { status: 'active' as const } : {}) };
  return getOptions(`/api/v1/look-up/${kind}`, { query });
}
/** What was chosen earlier, also who has left since. */
async function readOne(kind: ThingKind, id: string, signal: AbortSignal): Promise<Found | null> {
  if (kind === 'roles') return client.get('/api/v1/roles/:id', { params: { id }, signal });
  const { items } = await client.get(`/api/v1/look-up/${kind}`, { query: { q: id, limit: 1 }, signal });
  return items[0] ?? null;
}

interface ThingsPickerProps {
  kind: ThingKind;
  label: string;
  value: string[];
  onChange: (ids: string[]) => void;
  description?: string | undefined;
  placeholder?: string;
  error?: string | undefined;
  most?: number;
}

/** Several things of the inventory, found by name, id or ARN; what is already chosen is named, not shown as an id. */
export function ThingsPicker(props: ThingsPickerProps) {
  const { kind, value } = props;
  const [text, setText] = useState('');
  const [q] = useDebouncedValue(text.trim(), 150);
  const { data, isPlaceholderData, isLoading } = useQuery({
    ...search(kind, q),
    placeholderData: keepPreviousData,
  } as UseQueryOptions<FoundPage>);
  const isLooking = isPlaceholderData || isLoading || text.trim() !== q;
  const things = useNamed(kind, value, data?.items ?? []);
  return (
    <MultiSelect
      label={props.label}
      description={props.description}
      placeholder={
        value.length === 0 ? (props.placeholder ?? (kind === 'aws-accounts' ? 'Name or 12 digits' : 'Name or id')) : ''
      }
      searchable
      searchValue={text}
      onSearchChange={setText}
      hidePickedOptions
      data={[...things.values()].map((thing) => ({ value: thing.id, label: thing.name }))}
      filter={whileLooking(isLooking, (id) => things.get(id)?.detail ?? '')}
      value={value}
      {...(props.most ? { maxValues: props.most } : {})}
      onChange={(ids) => {
        props.onChange(ids);
        setText('');
      }}
      renderOption={({ option }) => (
        <DetailedOption label={option.label} detail={things.get(option.value)?.detail ?? ''} />
      )}
      nothingFoundMessage={isLooking ? 'Looking…' : 'Nothing of that name'}
      error={props.error}
    />
  );
}

/** Chosen things first met in an earlier search, or read one by one when they came with the page. */
function useNamed(kind: ThingKind, chosen: string[], found: Found[]): Map<string, Thing> {
  const seen = useRef(new Map<string, Thing>());
  for (const thing of found.map((each) => thingOf(kind, each))) seen.current.set(thing.id, thing);
  const missing = chosen.filter((id) => !seen.current.has(id));
  const read = useQueries({
    queries: missing.map((id) => ({
      queryKey: ['one thing', kind, id],
      queryFn: ({ signal }: { signal: AbortSignal }) => readOne(kind, id, signal),
      staleTime: 60_000,
    })),
  });
  const things = new Map(found.map((each) => thingOf(kind, each)).map((thing) => [thing.id, thing]));
  chosen.forEach((id) => {
    const at = missing.indexOf(id);
    const one = at < 0 ? undefined : read[at]?.data;
    things.set(id, seen.current.get(id) ?? (one ? thingOf(kind, one) : { id, name: id, detail: '' }));
  });
  return things;
}
