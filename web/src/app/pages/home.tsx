import { useSession } from '../../api/queries.ts';
import { ChangesTimeline } from '../../features/access/changes-timeline.tsx';
import { MyAccess } from '../../features/access/my-access.tsx';
import { ConnectorStates } from '../../features/connectors/connector-states.tsx';
import { Page, Section, WithSide } from '../../ui/layout/page.tsx';
import { CodeBlock } from '../../ui/text/code-block.tsx';

const today = new Intl.DateTimeFormat('en-GB', { dateStyle: 'full', timeStyle: 'short' });

/** What I have, how the connectors are, what changed lately. */
export function HomePage() {
  const session = useSession();
  return (
    <Page
      title="Home"
      actions={<span style={{ color: 'var(--cs-text3)', fontSize: 12 }}>{today.format(new Date())}</span>}
    >
      <WithSide
        side={
          <>
            <Section title="Lately">
              <ChangesTimeline
                of={{}}
                none={
                  session.lastPublishedAt
                    ? 'Nothing has changed since AWS was first read.'
                    : 'Nothing has been read yet.'
                }
              />
            </Section>
            <Section title="From the terminal">
              <CodeBlock
                label="The same from the command line"
                language="shell"
                isWrapped
                code={`countersign login\ncountersign access of \\\n  "${session.person.name}"`}
              />
            </Section>
          </>
        }
      >
        <MyAccess />
        {session.permissions.includes('connectors.read') ? <ConnectorStates /> : null}
      </WithSide>
    </Page>
  );
}
