import type { Checklist, Setup } from '../../../../api/types.ts';
import { Status } from '../../../../ui/status/status.tsx';
import { OwnPolicy } from '../own-policy.tsx';
import { PolicyRow } from '../policy-row.tsx';
import classes from '../setup.module.css';
import { isOfOtherAwsAccount } from './step-states.ts';

/** The read policies: how many of their actions were seen allowed, each with what is lost without it (CON-5, CON-9). */
export function PolicyStep({ setup, checklist }: { setup: Setup; checklist: Checklist | null }) {
  const { policyName, terraform, furtherReading } = setup;
  const count = furtherReading.actions.length;
  return (
    <>
      <PolicyRow
        name="Read"
        called="read policy"
        summary={`${setup.actions.length} actions, each with what is lost without it`}
        status={<ActionCount checklist={checklist} count={setup.actions.length} isOptional={false} />}
        actions={setup.actions}
        policy={setup.readPolicy}
      />
      <OwnPolicy
        policy={furtherReading}
        name="Read further"
        called="further read policy"
        summary={`Optional: ${count} actions, each with what is lost`}
        status={<ActionCount checklist={checklist} count={count} isOptional />}
        takeAway="To take it away again, where it came this way:"
      />
      <p className={classes.quiet} style={{ marginTop: 6 }}>
        Inline policies of the role: <code className="cs-mono">{policyName}</code>, and for further reading{' '}
        <code className="cs-mono">{furtherReading.policyName}</code>, which can come later and go again by itself.
        {terraform ? ' Terraform, CloudFormation and CLI above contain them.' : ''} Nothing in them can change anything.
      </p>
    </>
  );
}

interface ActionCountProps {
  checklist: Checklist | null;
  count: number;
  isOptional: boolean;
}
/** What is optional and not granted is nothing to mend. */
function ActionCount({ checklist, count, isOptional }: ActionCountProps) {
  const tried =
    checklist?.checks.filter(
      (check) => check.action !== null && check.isOptional === isOptional && !isOfOtherAwsAccount(check),
    ) ?? [];
  if (tried.length === 0) return <Status sign="off">not tested</Status>;
  const passed = tried.filter((check) => check.outcome === 'pass').length;
  const missing = tried.filter((check) => check.outcome === 'fail' || check.outcome === 'not-granted').length;
  return (
    <Status sign={missing > 0 && !isOptional ? 'fail' : passed === count ? 'pass' : 'not-granted'}>
      {passed} of {count}
    </Status>
  );
}
