import { Button } from '@mantine/core';
import { IconRefresh } from '@tabler/icons-react';
import type { Check, Checklist } from '../../../api/types.ts';
import { useLate } from '../../../ui/feedback/states.tsx';
import { AwsSaid } from '../../../ui/status/banner.tsx';
import { Mend } from '../../../ui/status/mend.tsx';
import { type Sign, Status, StatusIcon } from '../../../ui/status/status.tsx';
import { CopyButton } from '../../../ui/text/copy.tsx';
import { Time } from '../../../ui/text/time.tsx';
import classes from './checklist.module.css';
import type { SetupState } from './use-setup.ts';

const groups = ['Trust', 'Organizations', 'IAM', 'Identity Center', 'SCIM', 'Other AWS accounts'] as const;
const signs: Record<Check['outcome'], Sign> = {
  pass: 'pass',
  fail: 'fail',
  'not-granted': 'not-granted',
  skipped: 'off',
};

/** Every permission and assumption, tried for real: what AWS said, what is lost, the line to add (CON-7). */
export function ChecklistPane({ state }: { state: SetupState }) {
  const { checklist, isTesting } = state;
  const isLate = useLate(isTesting);
  return (
    <section aria-label="Connection checklist" aria-busy={isTesting}>
      <div className={classes.sideHead}>
        <h2 className={classes.title}>Connection checklist</h2>
        <span className={classes.quiet} role="status">
          {isLate ? (
            <Status sign="working">Asking AWS</Status>
          ) : checklist ? (
            <>
              tried <Time at={checklist.testedAt} as="ago" />
            </>
          ) : (
            'not tried yet'
          )}
        </span>
      </div>
      <div className={classes.tallies}>
        {checklist ? (
          <Tallies checklist={checklist} />
        ) : (
          <span className={classes.quiet}>Tries each permission for real</span>
        )}
        <Button size="xs" leftSection={<IconRefresh size={13} aria-hidden />} onClick={state.test} disabled={isTesting}>
          Test connection
        </Button>
      </div>
      {checklist ? <Results checklist={checklist} region={state.values.identityCenterRegion} /> : null}
    </section>
  );
}

function Tallies({ checklist }: { checklist: Checklist }) {
  const count = (outcome: Check['outcome']) => checklist.checks.filter((check) => check.outcome === outcome).length;
  const [passed, failed, skipped] = [count('pass'), count('fail'), count('skipped')];
  const optional = checklist.checks.filter((check) => check.isOptional && check.outcome === 'not-granted').length;
  const notGranted = count('not-granted') - optional;
  return (
    <>
      <Status sign="pass">{passed} pass</Status>
      {failed > 0 ? <Status sign="fail">{failed === 1 ? '1 fails' : `${failed} fail`}</Status> : null}
      {notGranted > 0 ? <Status sign="not-granted">{notGranted} not granted</Status> : null}
      {optional > 0 ? <Status sign="not-granted">{optional} optional not granted</Status> : null}
      {skipped > 0 ? <Status sign="off">{skipped} not tried</Status> : null}
    </>
  );
}

function Results({ checklist, region }: { checklist: Checklist; region: string | null }) {
  return (
    <>
      {checklist.failure && checklist.checks.every((check) => check.outcome !== 'fail') ? (
        <div className={classes.failure} style={{ marginTop: 10 }}>
          {checklist.failure.awsError ? <AwsSaid>{checklist.failure.awsError}</AwsSaid> : null}
          <p>{checklist.failure.message}</p>
          <Mend label="Mend:" text={checklist.failure.mend} />
        </div>
      ) : null}
      {groups.map((group) => {
        const checks = checklist.checks.filter((check) => check.group === group);
        if (checks.length === 0) return null;
        return (
          <div key={group}>
            <h3 className={classes.group}>
              {group} {group === 'Identity Center' && region ? <code className="cs-mono">{region}</code> : null}
            </h3>
            <CheckRows checks={checks.filter((check) => !check.isOptional)} />
            <OptionalRows group={group} checks={checks.filter((check) => check.isOptional)} />
          </div>
        );
      })}
    </>
  );
}

const CheckRows = ({ checks }: { checks: Check[] }) => (
  <ul>
    {checks.map((check) => (
      <CheckRow key={check.id} check={check} />
    ))}
  </ul>
);

/** Apart from what is needed: nothing of it has to be mended. */
function OptionalRows({ group, checks }: { group: string; checks: Check[] }) {
  const [first] = checks;
  if (!first) return null;
  // A feature that is off, or nothing to reach, is one reason for all of them.
  const isOneReason = checks.every((check) => check.outcome === 'skipped' && check.detail === first.detail);
  return (
    <div className={classes.optional}>
      <h4 className={classes.optionalTitle}>
        Optional<span className="cs-sr">, {group}</span>
      </h4>
      {isOneReason ? (
        <p className={classes.quiet}>
          {checks.length} actions not tried: {first.detail.replace(/^Not tried: /, '')}
        </p>
      ) : (
        <CheckRows checks={checks} />
      )}
    </div>
  );
}

const outcomeWords: Record<Check['outcome'], string> = {
  pass: 'pass',
  fail: 'fails',
  'not-granted': 'not granted',
  skipped: 'not tried',
};

/** Label and detail that are longer together do not fit beside each other: the detail gets a line of its own. */
const mostBeside = 46;

/** What is tried is named by its action where it has one; the plain words are its title and are read aloud. */
function CheckRow({ check }: { check: Check }) {
  const isLeftOut = check.isOptional && check.outcome === 'not-granted';
  const isFailed = check.outcome === 'fail' || (check.outcome === 'not-granted' && check.mend !== null && !isLeftOut);
  // Why it was not tried stands once at what failed before it; here the title says it again.
  const isBehind = check.outcome === 'skipped' && check.detail.startsWith('Not tried');
  const detail = (isFailed && check.awsError) || isLeftOut ? '' : isBehind ? 'not tried' : check.detail;
  const isLong = detail !== '' && (check.action ?? check.label).length + detail.length > mostBeside;
  return (
    <li
      className={classes.check}
      data-outcome={check.outcome}
      title={isBehind ? check.detail : check.action ? check.label : undefined}
    >
      <StatusIcon sign={signs[check.outcome]} />
      <span className={classes.checkLabel}>
        {check.action ? <code className="cs-mono">{check.action}</code> : check.label}
        <span className="cs-sr">
          {check.action ? `, ${check.label}` : ''}: {outcomeWords[check.outcome]}
        </span>
      </span>
      <span className={classes.checkDetail}>{isFailed ? outcomeWords[check.outcome] : isLong ? '' : detail}</span>
      {isFailed ? <Failure check={check} /> : null}
      {!isFailed && isLong ? (
        <span className={classes.checkNote} data-one-line title={detail}>
          {detail}
        </span>
      ) : null}
      {isLeftOut ? <span className={classes.checkNote}>Not granted: {lossOf(check)}</span> : null}
      {!isFailed && !isLeftOut && check.lost ? <span className={classes.checkNote}>{check.lost}</span> : null}
    </li>
  );
}

/** What nothing mends is said as well: the role is where AWS does not answer this. */
const lossOf = ({ mend, detail, lost }: Check) => [mend ? null : detail, lost].filter(Boolean).join(' ');

/** A failed line with its mend: AWS's exact sentence, the loss, the line to add. */
function Failure({ check }: { check: Check }) {
  return (
    <div className={classes.failure} data-tone={check.outcome === 'fail' ? 'bad' : 'warn'}>
      {check.awsError ? <AwsSaid>{check.awsError}</AwsSaid> : null}
      {!check.awsError && check.detail ? <p>{check.detail}</p> : null}
      {check.lost ? (
        <p>
          <strong>Lost meanwhile:</strong> {check.lost}
        </p>
      ) : null}
      {check.mend ? <Mend label="Mend:" text={check.mend} /> : null}
      {check.action && check.mend?.startsWith('Add ') ? (
        <div className={classes.mendLine}>
          <code>{`"${check.action}"`}</code>
          <CopyButton size="xs" variant="subtle" text={`"${check.action}"`} aria-label={`Copy ${check.action}`}>
            Copy
          </CopyButton>
        </div>
      ) : null}
    </div>
  );
}
