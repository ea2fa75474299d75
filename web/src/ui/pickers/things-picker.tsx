import { MultiSelect } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { keepPreviousData, useQueries, useQuery } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import { getOptions } from '../../api/queries.ts';
import { DetailedOption } from './detailed-option.tsx';

interface Thing {
  id: string;
  name: string;
  detail: string;
}
export type ThingKind = 'aws-accounts' | 'permission-sets' | 'groups' | 'roles' | 'people';
type Found = {
  id: string;
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
        id: found.id,
        name: found.name,
        detail: (kind === 'people' ? found.email : (found.awsAccount?.name ?? found.description)) ?? '',
      };

/** Who runs a campaign or writes policies need not see every AWS account: its number is enough, the server judges it. */
const withNumber = (found: Found[], q: string): Found[] =>
  /^\d{12}$/.test(q) && !found.some((each) => each.awsAccountId === q)
    ? [...found, { id: q, name: q, awsAccountId: q }]
    : found;

const onePath = {
  'aws-accounts': '/api/v1/aws-accounts/:awsAccountId',
  'permission-sets': '/api/v1/permission-sets/:id',
  groups: '/api/v1/groups/:id',
  roles: '/api/v1/roles/:id',
  people: '/api/v1/people/:id',
} as const;

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
  const { data } = useQuery({
    ...getOptions(`/api/v1/${kind}`, { query: { q, limit: 30, sort: 'name' } }),
    placeholderData: keepPreviousData,
  });
  const found = (data?.items ?? []) as Found[];
  const things = useNamed(kind, value, kind === 'aws-accounts' ? withNumber(found, q) : found);
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
      filter={({ options }) => options}
      value={value}
      {...(props.most ? { maxValues: props.most } : {})}
      onChange={(ids) => {
        props.onChange(ids);
        setText('');
      }}
      renderOption={({ option }) => (
        <DetailedOption label={option.label} detail={things.get(option.value)?.detail ?? ''} />
      )}
      nothingFoundMessage="Nothing of that name"
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
      ...getOptions(onePath[kind], { params: kind === 'aws-accounts' ? { awsAccountId: id } : { id } } as never),
      staleTime: 60_000,
    })),
  });
  const things = new Map(found.map((each) => thingOf(kind, each)).map((thing) => [thing.id, thing]));
  chosen.forEach((id) => {
    const at = missing.indexOf(id);
    const one = at < 0 ? undefined : (read[at]?.data as Found | undefined);
    things.set(id, seen.current.get(id) ?? (one ? thingOf(kind, one) : { id, name: id, detail: '' }));
  });
  return things;
}
