import type { Setup } from '../../../api/types.ts';
import { OwnPolicy } from './own-policy.tsx';
import classes from './setup.module.css';

/** The policy that lets it change AWS, apart from what reads. */
export function ProvisioningPolicy({ setup: { provisioning } }: { setup: Setup }) {
  return (
    <>
      <OwnPolicy
        policy={provisioning}
        name="Change"
        called="provisioning policy"
        summary={`${provisioning.actions.length} actions, each with what is not possible without it`}
        // The switch first: with it off, what is due becomes tasks instead of refusals of AWS.
        takeAway="To take it away again, turn the switch below off, then:"
      />
      <p className={classes.quiet} style={{ marginTop: 6 }}>
        An inline policy of its own, <code className="cs-mono">{provisioning.policyName}</code>, only for who wants
        Countersign to change AWS. Reading does not need it, and no read document contains it.
      </p>
    </>
  );
}
