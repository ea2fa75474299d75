import { useMutation } from '@tanstack/react-query';
import { client } from '../../../api/client.ts';
import type { PersonLink } from '../../../api/types.ts';
import { momentWords } from '../../../ui/text/time.tsx';
import { Dialog } from '../lease/dialog.tsx';
import classes from './delegations.module.css';
import { refreshDelegations } from './use-delegations.ts';

export interface DelegateDraft {
  /** Null: the person who names them. */
  person: PersonLink | null;
  delegate: PersonLink;
  from: string | null;
  until: string;
  note: string;
}
interface ConfirmProps {
  draft: DelegateDraft;
  onClose: () => void;
  onDone: (words: string) => void;
}
/** What it means, before it holds: what the delegate may, and what nobody may. */
export function ConfirmDialog({ draft, onClose, onDone }: ConfirmProps) {
  const { person, delegate, from, until, note } = draft;
  const whom = person ? person.name : 'you';
  const name = useMutation({
    mutationFn: () =>
      client.post('/api/v1/delegations', {
        body: {
          delegateId: delegate.id,
          until,
          ...(person ? { personId: person.id } : {}),
          ...(from ? { from } : {}),
          ...(note ? { note } : {}),
        },
      }),
    onSuccess: async () => {
      await refreshDelegations();
      onDone(`${delegate.name} decides for ${whom} until ${momentWords(until)}.`);
      onClose();
    },
  });
  return (
    <Dialog
      title="Name a delegate"
      verb="Name delegate"
      notVerb="Not yet"
      isPending={name.isPending}
      error={name.error}
      onClose={onClose}
      onDo={() => name.mutate()}
    >
      <p>
        <strong className={classes.name}>{delegate.name}</strong> decides on requests that wait for {whom},{' '}
        {from ? `from ${momentWords(from)}` : 'from now'} until {momentWords(until)}. They see these requests, and{' '}
        {person ? 'both are told' : 'are told'}.
      </p>
      <ul className={classes.rules}>
        <li>They never decide on what they asked for themselves, or what is for them.</li>
        <li>
          While they act for {whom}, they decide on nothing that {person ? `${person.name} asks` : 'you ask'} for:
          others are asked instead.
        </li>
        <li>If they are away too, their own delegate does not step in.</li>
      </ul>
    </Dialog>
  );
}
