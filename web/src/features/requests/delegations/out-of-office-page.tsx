import { useState } from 'react';
import { useList, usePermission, useSession } from '../../../api/queries.ts';
import type { Delegation } from '../../../api/types.ts';
import { Empty, Failed, Loading } from '../../../ui/feedback/states.tsx';
import { Page, Section } from '../../../ui/layout/page.tsx';
import { DelegateForm } from './delegate-form.tsx';
import classes from './delegations.module.css';
import { DelegationsTable } from './delegations-table.tsx';
import { EndDialog } from './end-dialog.tsx';
import { useMayNameForOthers } from './use-delegations.ts';

/** Out of office (REQ-8): who decides in my stead, until when, and for whom I act; of everybody, to administrators. */
export function OutOfOfficePage() {
  const isMine = usePermission('requests.make');
  const [ending, setEnding] = useState<Delegation | null>(null);
  const [said, setSaid] = useState('');
  return (
    <Page
      title="Out of office"
      facts="While you are away, one colleague decides on requests that wait for you. You still may as well."
    >
      <p className={classes.said} role="status">
        {said}
      </p>
      {isMine ? <DelegateForm onDone={setSaid} /> : null}
      <Mine onEnd={setEnding} />
      <OfOthers onEnd={setEnding} />
      {ending ? <EndDialog delegation={ending} onClose={() => setEnding(null)} onDone={setSaid} /> : null}
    </Page>
  );
}

interface ListProps {
  onEnd: (delegation: Delegation) => void;
}
function Mine({ onEnd }: ListProps) {
  const { person } = useSession();
  const list = useList('/api/v1/delegations', { query: { mine: 'true', limit: 100 } });
  if (list.isPending) return <Loading rows={3} label="Loading your delegations" />;
  if (list.isError) return <Failed error={list.error} retry={() => void list.refetch()} what="Your delegations" />;
  const away = list.items.filter((each) => each.person.id === person.id);
  const acting = list.items.filter((each) => each.delegate.id === person.id);
  return (
    <>
      <Section title="Who decides for you" count={away.length || undefined}>
        {away.length === 0 ? (
          <Empty title="Nobody decides in your stead">
            Name a delegate above before you leave. They decide on what waits for you, and on nothing else.
          </Empty>
        ) : (
          <DelegationsTable label="Who decides for you" items={away} who="delegate" onEnd={onEnd} />
        )}
      </Section>
      {acting.length > 0 ? (
        <Section title="For whom you decide" count={acting.length}>
          <DelegationsTable label="For whom you decide" items={acting} who="person" onEnd={onEnd} />
        </Section>
      ) : null}
    </>
  );
}

/** What the server shows of others: to administrators of requests and auditors all of it, to nobody else any. */
function OfOthers({ onEnd }: ListProps) {
  const list = useList('/api/v1/delegations', { query: { mine: 'false', limit: 100 } });
  const mayName = useMayNameForOthers();
  if (list.isError) return <Failed error={list.error} retry={() => void list.refetch()} what="Delegations of others" />;
  if (list.isPending || (list.total === 0 && !mayName)) return null;
  return (
    <Section title="Of others" count={list.total || undefined}>
      {list.total === 0 ? (
        <p className={classes.quiet}>Nobody else has named a delegate.</p>
      ) : (
        <DelegationsTable label="Of others" items={list.items} who="both" onEnd={onEnd} />
      )}
      {list.total > list.items.length ? (
        <p className={classes.quiet}>
          The latest {list.items.length} of {list.total}. The rest:{' '}
          <code className="cs-mono">countersign delegations list --all</code>
        </p>
      ) : null}
    </Section>
  );
}
