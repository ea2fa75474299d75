import type { Setup } from '../../../../contract/connector-setup.ts';
import { actionLine, indented, type SetupFormat } from './setup-format.ts';

type Provisioning = Setup['provisioning'];

/** The policy that lets Countersign change AWS, or how it goes again: as steps for the console, or one document alone. */
export function provisioningText(
  provisioning: Provisioning,
  connectorId: string,
  format: SetupFormat,
  isTakenAway: boolean,
): string {
  if (format === 'console')
    return (isTakenAway ? takeAwaySteps(provisioning, connectorId) : steps(provisioning, connectorId)).join('\n');
  const { terraform, cloudFormation, awsCli } = isTakenAway ? provisioning.takeAway : provisioning;
  return { terraform, cloudformation: cloudFormation, 'aws-cli': awsCli }[format].trimEnd();
}

const steps = (provisioning: Provisioning, connectorId: string) => [
  `1. IAM > Roles > ${provisioning.roleName} > Add permissions > Create inline policy > JSON, named ${provisioning.policyName}:`,
  indented(provisioning.policy),
  '',
  `2. countersign connectors save ${connectorId} --provisioning`,
  '',
  'What each action is for, and what is not possible without it:',
  ...provisioning.actions.map(actionLine),
  '',
  `To take it away again: countersign connectors setup ${connectorId} --take-away`,
];

/** The switch first: with it off, what Countersign would have changed becomes a task instead of a refusal of AWS. */
const takeAwaySteps = (provisioning: Provisioning, connectorId: string) => [
  `1. countersign connectors save ${connectorId} --no-provisioning: what is due becomes tasks for the owners`,
  '',
  `2. IAM > Roles > ${provisioning.roleName} > Permissions > ${provisioning.policyName} > Remove`,
];
