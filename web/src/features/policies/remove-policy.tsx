import { Button, Modal } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { client } from '../../api/client.ts';
import { sentenceOf } from '../../api/problem.ts';
import { refresh } from '../../api/queries.ts';
import type { Policy } from '../../api/types.ts';
import { Banner } from '../../ui/status/banner.tsx';
import classes from './policies.module.css';

interface RemoveProps {
  policy: Policy;
  isOpen: boolean;
  onClose: () => void;
}
export function RemovePolicy({ policy, isOpen, onClose }: RemoveProps) {
  const navigate = useNavigate();
  const remove = useMutation({
    mutationFn: () => client.remove('/api/v1/policies/:id', { params: { id: policy.id }, ifMatch: policy.version }),
    onSuccess: async () => {
      await navigate({ to: '/policies' });
      await refresh('/api/v1/policies');
    },
  });
  return (
    <Modal opened={isOpen} onClose={onClose} title="Remove the policy" closeButtonProps={{ 'aria-label': 'Close' }}>
      <div className={classes.dialog}>
        {remove.isError ? (
          <Banner tone="bad" isAnswer>
            {sentenceOf(remove.error)}
          </Banner>
        ) : null}
        <p>
          <strong>{policy.name}</strong>{' '}
          {policy.form.shape === 'forbid' || policy.form.shape === 'extra-approval'
            ? 'holds nobody back any more from then on.'
            : 'gives nobody anything any more from then on.'}{' '}
          Requests and access under it go on as they are. This can’t be taken back; turning it off can.
        </p>
        <div className={classes.foot}>
          <Button variant="outline" data-danger loading={remove.isPending} onClick={() => remove.mutate()}>
            Remove policy
          </Button>
          <Button onClick={onClose}>Keep it</Button>
        </div>
      </div>
    </Modal>
  );
}
