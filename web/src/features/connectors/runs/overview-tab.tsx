import type { RunDetail } from '../../../api/types.ts';
import { Section } from '../../../ui/layout/page.tsx';
import { CallsTable } from './calls-table.tsx';
import { Decisions } from './decisions.tsx';
import { RatesTable } from './rates-table.tsx';
import classes from './run-page.module.css';
import { ScopesTable } from './scopes-table.tsx';

/** Plan against actual, the speed against its limit, how each part was read, and how far each kind of listing got. */
export function OverviewTab({ run }: { run: RunDetail }) {
  return (
    <div className={classes.overview}>
      <div>
        <Section title="Calls" note="planned and made">
          <CallsTable calls={run.calls} isReading={run.status === 'reading'} />
        </Section>
        <Section title="How it was read" note="and what the other ways would have cost">
          <Decisions plan={run.plan} />
        </Section>
      </div>
      <div>
        <Section title="Listings" note={run.status === 'reading' ? 'as far as it has got' : undefined}>
          <ScopesTable run={run} />
        </Section>
        <Section title="Calls per second" note="over the time it read">
          <RatesTable rates={run.rates} />
        </Section>
      </div>
    </div>
  );
}
