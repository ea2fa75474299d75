import { TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { getOptions } from '../../../api/queries.ts';
import { usePeople } from '../../../ui/pickers/use-people.ts';
import { PopoverChip } from '../../../ui/table/popover-chip.tsx';
import { Choice } from './choice.tsx';
import classes from './filters.module.css';

const itself = 'Countersign';

/** Who did it: a person of the directory, or the product itself. */
export function ActorChip(props: { value: string | undefined; onChange: (actorId: string | undefined) => void }) {
  const name = useActorName(props.value);
  return (
    <PopoverChip label="Who" value={props.value && name}>
      {(close) => (
        <ActorChoice
          value={props.value}
          onChoose={(actorId) => {
            props.onChange(actorId);
            close();
          }}
        />
      )}
    </PopoverChip>
  );
}

/** The name of whom the address names: from an entry of theirs, since the log is what is looked at. */
function useActorName(actorId: string | undefined): string {
  const isPerson = actorId !== undefined && actorId !== 'system';
  const { data } = useQuery({
    ...getOptions('/api/v1/audit-entries', { query: { actorId, limit: 1 } }),
    enabled: isPerson,
    staleTime: 60_000,
  });
  return isPerson ? (data?.items[0]?.actor?.name ?? 'one person') : itself;
}

function ActorChoice(props: { value: string | undefined; onChoose: (actorId: string | undefined) => void }) {
  const [text, setText] = useState('');
  const [q] = useDebouncedValue(text.trim(), 150);
  const { people, isLooking } = usePeople(q, 'everybody');
  const fixed = q === '' ? [undefined, 'system'] : [];
  return (
    <div className={classes.choices}>
      <TextInput
        type="search"
        size="xs"
        data-autofocus
        aria-label="Find a person"
        placeholder="Name or e-mail"
        value={text}
        onChange={(event) => setText(event.currentTarget.value)}
      />
      <div className={classes.list}>
        {fixed.map((id) => (
          <Choice key={id ?? 'all'} isChosen={props.value === id} onChoose={() => props.onChoose(id)}>
            {id === undefined ? 'Everybody' : itself}
          </Choice>
        ))}
        {people.map(({ id, name, email }) => (
          <Choice key={id} isChosen={props.value === id} onChoose={() => props.onChoose(id)}>
            {name}
            {email ? <span className={classes.email}>{email}</span> : null}
          </Choice>
        ))}
        {people.length === 0 && !isLooking ? <p className={classes.note}>Nobody of that name</p> : null}
      </div>
    </div>
  );
}
