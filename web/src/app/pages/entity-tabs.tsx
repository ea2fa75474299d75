import { useSearch } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { AccessTable } from '../../features/access/access-table.tsx';
import { AsOfBanner } from '../../features/access/as-of-picker.tsx';
import { type ChangesOf, ChangesTable } from '../../features/access/changes-table.tsx';
import { ChangesTimeline } from '../../features/access/changes-timeline.tsx';
import type { AccessQuestion } from '../../features/access/questions.ts';
import { Section, WithSide } from '../../ui/layout/page.tsx';
import { type TabItem, Tabs, useTab } from '../../ui/layout/tabs.tsx';

interface EntityTabsProps {
  /** The access questions of this thing, each a tab. */
  questions: { id: string; label: string; question: AccessQuestion }[];
  changes: ChangesOf;
  /** A part of its own beside access and changes, where there is one. */
  more?: { id: string; label: string; content: ReactNode } | null;
}

/** Access (by path), then Changes; beside them the latest of the history. */
export function EntityTabs({ questions, changes, more }: EntityTabsProps) {
  const tabs: TabItem[] = [...questions, ...(more ? [more] : []), { id: 'changes', label: 'Changes' }];
  const tab = useTab(tabs);
  const asked = questions.find((at) => at.id === tab);
  return (
    <>
      <Tabs tabs={tabs} current={tab} label="Parts of this page" />
      <AsOfBanner />
      {asked ? (
        <WithSide
          side={
            <Section title="History">
              <ChangesTimeline of={changes} none="No change since it was first read." />
            </Section>
          }
        >
          <AccessTable key={asked.id} question={asked.question} />
        </WithSide>
      ) : more && more.id === tab ? (
        more.content
      ) : (
        <ChangesTable of={changes} />
      )}
    </>
  );
}

export const useAsOf = (): string | undefined => (useSearch({ strict: false }) as { asOf?: string }).asOf;
