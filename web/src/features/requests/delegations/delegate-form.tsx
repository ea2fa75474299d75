import { Button, TextInput } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { useSession } from '../../../api/queries.ts';
import type { PersonLink } from '../../../api/types.ts';
import { Section } from '../../../ui/layout/page.tsx';
import { PersonPicker } from '../../../ui/pickers/person-picker.tsx';
import { ConfirmDialog, type DelegateDraft } from './confirm-dialog.tsx';
import classes from './delegations.module.css';
import { useMayNameForOthers } from './use-delegations.ts';

const dayMs = 24 * 3_600_000;
const longestMs = 90 * dayMs;
/** `2026-11-24T15:00` in the viewer's zone, as a field of the browser writes it. */
const fieldText = (at: Date): string =>
  new Date(at.getTime() - at.getTimezoneOffset() * 60_000).toISOString().slice(0, 16);

/** Whom, and from when until when; asked once more before it holds. */
export function DelegateForm({ onDone }: { onDone: (words: string) => void }) {
  const [person, setPerson] = useState<PersonLink | null>(null);
  const [delegate, setDelegate] = useState<PersonLink | null>(null);
  const [times, setTimes] = useState({ from: '', until: '' });
  const [note, setNote] = useState('');
  const [isIncomplete, setIncomplete] = useState(false);
  const [draft, setDraft] = useState<DelegateDraft | null>(null);
  const mayNameForOthers = useMayNameForOthers();
  const { person: me } = useSession();
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setIncomplete(!delegate || times.until === '');
    if (!delegate || times.until === '') return;
    const from = times.from === '' ? null : new Date(times.from).toISOString();
    setDraft({ person, delegate, from, until: new Date(times.until).toISOString(), note: note.trim() });
  };
  const done = (words: string) => {
    onDone(words);
    setDelegate(null);
    setPerson(null);
    setTimes({ from: '', until: '' });
    setNote('');
  };
  const now = new Date();
  return (
    <Section title="Name a delegate">
      {/* The fields are judged here and by the server, and say so in words of ours. */}
      <form className={classes.form} onSubmit={submit} aria-label="Name a delegate" noValidate>
        {mayNameForOthers ? (
          <PersonPicker
            among="colleagues"
            key={`away ${person?.id}`}
            label="Who is away"
            description={`Nobody chosen: you, ${me.name}`}
            value={person}
            onChange={setPerson}
          />
        ) : null}
        <PersonPicker
          among="colleagues"
          key={`delegate ${delegate?.id}`}
          label="Delegate"
          description={mayNameForOthers ? 'Who decides in their stead' : 'Who decides in your stead'}
          value={delegate}
          onChange={setDelegate}
          error={isIncomplete && !delegate ? 'Choose somebody.' : undefined}
        />
        <TextInput
          type="datetime-local"
          label="From"
          description="Empty: from now"
          min={fieldText(now)}
          value={times.from}
          onChange={(event) => setTimes({ ...times, from: event.currentTarget.value })}
        />
        <TextInput
          type="datetime-local"
          label="Until"
          description="90 days at most"
          min={fieldText(now)}
          max={fieldText(new Date(now.getTime() + longestMs))}
          value={times.until}
          onChange={(event) => setTimes({ ...times, until: event.currentTarget.value })}
          error={isIncomplete && times.until === '' ? 'Say until when.' : undefined}
        />
        <TextInput
          label="Note"
          description="The delegate reads it"
          maxLength={300}
          value={note}
          onChange={(event) => setNote(event.currentTarget.value)}
        />
        <Button type="submit" variant="filled" className={classes.send}>
          Name delegate…
        </Button>
      </form>
      {draft ? <ConfirmDialog draft={draft} onClose={() => setDraft(null)} onDone={done} /> : null}
    </Section>
  );
}
