import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { getOptions } from '../../../api/queries.ts';
import { Empty, Failed, Loading } from '../../../ui/feedback/states.tsx';
import { useRequest } from '../use-requests.ts';
import { RequestState } from '../words/request-state.tsx';
import { ManualPane } from './manual-pane.tsx';
import classes from './tasks.module.css';

/** A link to something that does not wait for me any more, or never did: what became of it. */
export function OtherTask({ id }: { id: string }) {
  return id.startsWith('tsk_') ? <OldManual id={id} /> : <OldRequest id={id} />;
}

function OldRequest({ id }: { id: string }) {
  const request = useRequest(id);
  if (request.isError)
    return (
      <div className={classes.body}>
        <Failed error={request.error} retry={() => void request.refetch()} what="This request" />
      </div>
    );
  if (!request.data) return <Loading label="Loading the request" rows={4} />;
  return (
    <div className={classes.body}>
      <Empty
        title={`${request.data.entitlement.name} for ${request.data.person.name}`}
        action={
          <Button component={Link} to={`/requests/${id}`}>
            Open request {String(request.data.number)}
          </Button>
        }
      >
        <p>It does not wait for you.</p>
        <RequestState request={request.data} />
      </Empty>
    </div>
  );
}

function OldManual({ id }: { id: string }) {
  const tasks = useQuery(getOptions('/api/v1/manual-tasks', { query: { limit: 200 } }));
  const task = tasks.data?.items.find((at) => at.id === id);
  if (task) return <ManualPane task={task} />;
  if (tasks.isPending) return <Loading label="Loading the task" rows={4} />;
  return (
    <div className={classes.body}>
      {tasks.isError ? (
        <Failed error={tasks.error} retry={() => void tasks.refetch()} what="This task" />
      ) : (
        <Empty title="Not among your tasks">
          It may be older than the last 200, or belong to a connector that you do not own.
        </Empty>
      )}
    </div>
  );
}
