import { IconAlertTriangle } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import type { ReviewerProgress } from '../../../api/types.ts';
import { Section } from '../../../ui/layout/page.tsx';
import { Avatar } from '../../../ui/path/avatar.tsx';
import { Status } from '../../../ui/status/status.tsx';
import { PlainTable, right } from '../../../ui/table/plain-table.tsx';
import classes from '../campaigns.module.css';
import { ProgressBar } from '../progress-bar.tsx';
import { byNeed, hastySeconds, standingOf } from './totals.ts';

const heads = ['Reviewer', 'Submitted', right('Drafts'), right('Revoked'), right('Median'), 'State'];

/** Who is how far, those who need attention first. */
export function ReviewersTable({ reviewers, campaignId }: { reviewers: ReviewerProgress[]; campaignId: string }) {
  return (
    <Section title="Reviewers" count={reviewers.length}>
      <PlainTable label="Reviewers" heads={heads}>
        {[...reviewers].sort(byNeed).map((each) => (
          <Row key={each.reviewer.id} of={each} campaignId={campaignId} />
        ))}
      </PlainTable>
      <p className={classes.note}>
        “Median” is the time between one decision and the next; under {hastySeconds} s it is marked to be looked at.
      </p>
    </Section>
  );
}

function Row({ of, campaignId }: { of: ReviewerProgress; campaignId: string }) {
  const certified = { tone: 'ok' as const, count: of.certified };
  const revoked = { tone: 'bad' as const, count: of.revoked };
  return (
    <tr>
      <td>
        <span className={classes.person}>
          <Avatar name={of.reviewer.name} />
          <Link
            to={`/campaigns/${campaignId}`}
            search={{ tab: 'items', reviewer: of.reviewer.id } as never}
            className={classes.name}
          >
            {of.reviewer.name}
          </Link>
        </span>
      </td>
      <td>
        <ProgressBar
          label={`Submitted by ${of.reviewer.name}`}
          parts={[certified, revoked, { tone: 'grey', count: of.bySilence }]}
          total={of.items}
          count={of.submitted}
        />
      </td>
      <td data-align="right">{of.decided - of.submitted}</td>
      <td data-align="right">
        {of.submitted === 0 ? (
          <span className={classes.grey}>{of.bySilence > 0 ? 'none' : 'none yet'}</span>
        ) : (
          `${of.revoked} of ${of.submitted}`
        )}
      </td>
      <td data-align="right">
        <Median seconds={of.medianSeconds} />
      </td>
      <td>
        <Standing of={of} />
      </td>
    </tr>
  );
}

function Median({ seconds }: { seconds: number | null }) {
  if (seconds === null) return <span className={classes.grey}>none</span>;
  const words = seconds >= 90 ? `${Math.round(seconds / 60)} min` : `${Math.round(seconds * 10) / 10} s`;
  if (seconds >= hastySeconds) return words;
  return (
    <span className={classes.look}>
      <IconAlertTriangle size={14} stroke={1.75} aria-hidden />
      {words}
    </span>
  );
}

function Standing({ of }: { of: ReviewerProgress }) {
  switch (standingOf(of)) {
    case 'look-closer':
      return <Status sign="warn">Look closer</Status>;
    case 'silent':
      return <Status sign="warn">Silent on {of.bySilence}</Status>;
    case 'done':
      return <Status sign="pass">Done</Status>;
    case 'working':
      return <Status sign="waiting">Working</Status>;
    case 'not-begun':
      return <Status sign="off">Not begun</Status>;
  }
}
