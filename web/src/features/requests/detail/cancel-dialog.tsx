import { useMutation } from '@tanstack/react-query';
import { client } from '../../../api/client.ts';
import type { AccessRequest } from '../../../api/types.ts';
import { Dialog } from '../lease/dialog.tsx';
import { refreshRequests } from '../use-requests.ts';
import { namesWords, openStep } from '../words/step-words.ts';

/** Takes a request back before it is decided. */
export function CancelDialog({ request, onClose }: { request: AccessRequest; onClose: () => void }) {
  const cancel = useMutation({
    mutationFn: () => client.post('/api/v1/requests/:id/cancel', { params: { id: request.id } }),
    onSuccess: async () => {
      await refreshRequests();
      onClose();
    },
  });
  const names = openStep(request)?.candidates.map(({ name }) => name) ?? [];
  return (
    <Dialog
      title="Cancel request"
      verb="Cancel request"
      isPending={cancel.isPending}
      error={cancel.error}
      onClose={onClose}
      onDo={() => cancel.mutate()}
    >
      <p>{names.length > 0 ? `${namesWords(names, 'and')} need not decide any more. ` : ''}Nothing has reached AWS.</p>
    </Dialog>
  );
}
