import type { Setup } from '../../../../../contract/connector-setup.ts';
import { actionLine, indented, type SetupFormat } from './setup-format.ts';

type OwnPolicy = Setup['provisioning'];

/** What a policy beside the minimum read policy is for, in the words of its steps. */
interface Steps {
  /** Behind the policy: what else to do. */
  next: string;
  /** Heads the list of actions. */
  without: string;
  /** Before it is taken away. */
  first?: string;
  takeAwayCommand: string;
}

export const furtherReadingSteps = (id: string): Steps => ({
  next: `countersign connectors test ${id}: tries each action once, and the next sync uses what is granted`,
  without: 'Each action may be left out. What each is for, and what is lost without it:',
  takeAwayCommand: `countersign connectors setup ${id} --further-reading --take-away`,
});

/** The switch first: with it off, what Countersign would have changed becomes a task instead of a refusal of AWS. */
export const provisioningSteps = (id: string): Steps => ({
  next: `countersign connectors save ${id} --provisioning`,
  without: 'What each action is for, and what is not possible without it:',
  first: `countersign connectors save ${id} --no-provisioning: what is due becomes tasks for the owners`,
  takeAwayCommand: `countersign connectors setup ${id} --take-away`,
});

/** A policy of its own, or how it goes again: as steps for the console, or one document alone. */
export function ownPolicyText(policy: OwnPolicy, steps: Steps, format: SetupFormat, isTakenAway: boolean): string {
  if (format === 'console') return (isTakenAway ? takeAwayIn(policy, steps) : attachIn(policy, steps)).join('\n');
  const { terraform, cloudFormation, awsCli } = isTakenAway ? policy.takeAway : policy;
  return { terraform, cloudformation: cloudFormation, 'aws-cli': awsCli }[format].trimEnd();
}

const attachIn = ({ roleName, policyName, policy, actions }: OwnPolicy, steps: Steps) => [
  `1. IAM > Roles > ${roleName} > Add permissions > Create inline policy > JSON, named ${policyName}:`,
  indented(policy),
  '',
  `2. ${steps.next}`,
  '',
  steps.without,
  ...actions.map(actionLine),
  '',
  `To take it away again: ${steps.takeAwayCommand}`,
];

const takeAwayIn = ({ roleName, policyName }: OwnPolicy, { first }: Steps) =>
  [first, `IAM > Roles > ${roleName} > Permissions > ${policyName} > Remove`]
    .filter((step) => step !== undefined)
    .map((step, at) => `${at + 1}. ${step}`);
