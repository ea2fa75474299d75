import { useMutation } from '@tanstack/react-query';
import { client } from '../../../api/client.ts';
import type { Delegation } from '../../../api/types.ts';
import { momentWords } from '../../../ui/text/time.tsx';
import { Dialog } from '../lease/dialog.tsx';
import classes from './delegations.module.css';
import { refreshDelegations } from './use-delegations.ts';

interface EndProps {
  delegation: Delegation;
  onClose: () => void;
  onDone: (words: string) => void;
}
export function EndDialog({ delegation, onClose, onDone }: EndProps) {
  const { id, person, delegate, until, status } = delegation;
  const end = useMutation({
    mutationFn: () => client.post('/api/v1/delegations/:id/end', { params: { id } }),
    onSuccess: async () => {
      await refreshDelegations();
      onDone(`${delegate.name} no longer decides for ${person.name}.`);
      onClose();
    },
  });
  return (
    <Dialog
      title="End the delegation"
      verb="End now"
      isDanger
      isPending={end.isPending}
      error={end.error}
      onClose={onClose}
      onDo={() => end.mutate()}
    >
      <p>
        <strong className={classes.name}>{delegate.name}</strong>{' '}
        {status === 'upcoming'
          ? `will not decide for ${person.name}.`
          : `decides for ${person.name} no longer, instead of until ${momentWords(until)}.`}{' '}
        What they decided stays decided.
      </p>
    </Dialog>
  );
}
