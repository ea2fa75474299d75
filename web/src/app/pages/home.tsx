import { Button } from '@mantine/core';
import { IconKey } from '@tabler/icons-react';
import { Link, useNavigate } from '@tanstack/react-router';
import { useSession } from '../../api/queries.ts';
import { ChangesTimeline } from '../../features/access/changes-timeline.tsx';
import { ConnectorStates } from '../../features/connectors/connector-states.tsx';
import { Lately } from '../../features/notifications/lately.tsx';
import { MyRequests } from '../../features/requests/home/my-requests.tsx';
import { WaitingForMe } from '../../features/requests/home/waiting.tsx';
import { Key } from '../../features/requests/tasks/key.tsx';
import { useTaskKeys } from '../../features/requests/tasks/use-task-keys.ts';
import { Page, Section, WithSide } from '../../ui/layout/page.tsx';
import { CodeBlock } from '../../ui/text/code-block.tsx';
import classes from './home.module.css';
import { useReviewWait } from './review-wait.tsx';
import { WhatIHave } from './what-i-have.tsx';

const today = new Intl.DateTimeFormat('en-GB', { dateStyle: 'full', timeStyle: 'short' });

/** What I have, what waits for me, what I asked for; and beside it what happened lately. */
export function HomePage() {
  const session = useSession();
  const navigate = useNavigate();
  const reviews = useReviewWait();
  useTaskKeys({ r: () => void navigate({ to: '/request' }) });
  return (
    <Page
      title="Home"
      actions={
        <>
          <span className={classes.today}>{today.format(new Date())}</span>
          <Button
            component={Link}
            to="/request"
            variant="filled"
            aria-keyshortcuts="R"
            leftSection={<IconKey size={15} stroke={1.75} aria-hidden />}
          >
            Request access <Key>R</Key>
          </Button>
        </>
      }
    >
      <WithSide side={<Beside hasData={session.lastPublishedAt !== null} />}>
        <WhatIHave />
        <WaitingForMe others={reviews} />
        <MyRequests />
        {session.permissions.includes('connectors.read') ? <ConnectorStates /> : null}
      </WithSide>
    </Page>
  );
}

function Beside({ hasData }: { hasData: boolean }) {
  return (
    <>
      <Section title="Lately">
        <Lately />
      </Section>
      <Section title="Changes in AWS">
        <ChangesTimeline
          of={{}}
          limit={4}
          none={hasData ? 'Nothing has changed since AWS was first read.' : 'Nothing has been read yet.'}
        />
      </Section>
      <Section title="From the terminal">
        <CodeBlock
          label="The same from the command line"
          language="shell"
          isWrapped
          code={
            'countersign login\ncountersign request \\\n  ReadOnlyAccess \\\n  prod-payments --for 2h \\\n  --reason "INC-2231"'
          }
        />
      </Section>
    </>
  );
}
