import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { getOptions } from '../../../api/queries.ts';
import type { AccessRequest } from '../../../api/types.ts';
import { Empty, Failed, Loading } from '../../../ui/feedback/states.tsx';
import { useRequest } from '../use-requests.ts';
import { RequestState } from '../words/request-state.tsx';
import { ApprovalPane } from './approval/approval-pane.tsx';
import { ManualPane } from './manual-pane.tsx';
import classes from './tasks.module.css';

interface OtherProps {
  id: string;
  onDone: (words: string) => void;
  onNext: () => void;
}
/** What an address names and the list does not show: one that waits beyond the list's end, or what became of an old one. */
export const OtherTask = (props: OtherProps) =>
  props.id.startsWith('tsk_') ? <OtherManual {...props} /> : <OtherRequest {...props} />;

function OtherRequest(props: OtherProps) {
  const request = useRequest(props.id);
  if (request.isError)
    return <NotShown error={request.error} retry={() => void request.refetch()} what="This request" />;
  if (!request.data) return <Loading label="Loading the request" rows={4} />;
  return request.data.canDecide ? <OtherApproval {...props} /> : <OldRequest request={request.data} />;
}

/** It waits for me after all. */
function OtherApproval({ id, onDone, onNext }: OtherProps) {
  const approval = useQuery(getOptions('/api/v1/approvals/:id', { params: { id } }));
  if (approval.data) return <ApprovalPane approval={approval.data} onDone={onDone} onNext={onNext} />;
  if (approval.isError)
    return <NotShown error={approval.error} retry={() => void approval.refetch()} what="This request" />;
  return <Loading label="Loading what waits for you" rows={4} />;
}

const OldRequest = ({ request }: { request: AccessRequest }) => (
  <div className={classes.body}>
    <Empty
      title={`${request.entitlement.name} for ${request.person.name}`}
      action={
        <Button component={Link} to={`/requests/${request.id}`}>
          Open request {String(request.number)}
        </Button>
      }
    >
      <p>It does not wait for you.</p>
      <RequestState request={request} />
    </Empty>
  </div>
);

function OtherManual({ id, onDone, onNext }: OtherProps) {
  const task = useQuery(getOptions('/api/v1/manual-tasks/:id', { params: { id } }));
  if (task.data) return <ManualPane task={task.data} onDone={onDone} onNext={onNext} />;
  if (task.isError) return <NotShown error={task.error} retry={() => void task.refetch()} what="This task" />;
  return <Loading label="Loading the task" rows={4} />;
}

const NotShown = (props: { error: unknown; retry: () => void; what: string }): ReactNode => (
  <div className={classes.body}>
    <Failed {...props} />
  </div>
);
