import type { Setup } from '../../../../../contract/connector-setup.ts';
import { NotVerified } from '../../../failures.ts';
import { ownPolicyText } from './own-policy-documents.ts';
import { actionLine, indented, type SetupFormat } from './setup-format.ts';

type MemberAccounts = Setup['memberAccounts'];

/** The role in all AWS accounts by StackSet, in one by hand, or the policy that lets the connector's role in. */
export const memberParts = ['all', 'one', 'enter'] as const;
export type MemberPart = (typeof memberParts)[number];

interface Shown {
  connectorId: string;
  part: MemberPart;
  format: SetupFormat;
  isTakenAway: boolean;
}

/** IAM of the other AWS accounts (CON-11): as steps for the console, or one document alone. */
export function memberText(members: MemberAccounts, { connectorId, part, format, isTakenAway }: Shown): string {
  if (part === 'enter') return ownPolicyText(members.assume, enterSteps(members, connectorId), format, isTakenAway);
  const { stackSet, single } = members;
  if (stackSet === null || single === null)
    throw new NotVerified(
      'There is no document yet: the roles in the other AWS accounts trust the role of this connector, whose ARN is not given.',
      `Make that role first, then: countersign connectors save ${connectorId} --role-arn ARN --organizations`,
    );
  if (format === 'console')
    return (isTakenAway ? takeAwaySteps(members, stackSet, part) : steps(members, stackSet, part, connectorId)).join(
      '\n',
    );
  const all = isTakenAway
    ? { ...stackSet.takeAway, cloudFormation: stackSet.takeAway.awsCli }
    : { ...stackSet, cloudFormation: stackSet.template };
  const one = isTakenAway ? single.takeAway : single;
  const { terraform, cloudFormation, awsCli } = part === 'one' ? one : all;
  return { terraform, cloudformation: cloudFormation, 'aws-cli': awsCli }[format].trimEnd();
}

const enterSteps = ({ roleName }: MemberAccounts, id: string) => ({
  next: `countersign connectors save ${id} --member-role ${roleName}`,
  without: 'What each action is for, and what is lost without it:',
  first: `countersign connectors save ${id} --no-member-role: what is known of IAM there stays, and is marked stale`,
  takeAwayCommand: `countersign connectors setup ${id} --members enter --take-away`,
});

const steps = (members: MemberAccounts, stackSet: StackSet, part: 'all' | 'one', id: string): string[] => [
  `Member role         ${members.roleName}`,
  `Member External ID  ${members.externalId}`,
  `Organization        ${members.organizationId ?? 'not known yet: aws organizations describe-organization says it'}`,
  '',
  ...(part === 'all' ? inAll(stackSet, id) : inOne(members)),
  '',
  `Then the way in, once: countersign connectors setup ${id} --members enter`,
  '',
  'What each action is for, and what is not shown of that AWS account without it:',
  ...members.actions.map(actionLine),
];

type StackSet = NonNullable<MemberAccounts['stackSet']>;

const inAll = ({ name, console }: StackSet, id: string): string[] => [
  `The template: countersign connectors setup ${id} --members --format cloudformation > ${name}.yaml`,
  '',
  ...numbered(console),
  '',
  `In one AWS account by hand: countersign connectors setup ${id} --members one`,
];

const inOne = ({ roleName, policyName, trustPolicy, readPolicy }: MemberAccounts): string[] => [
  '1. In that AWS account: IAM > Roles > Create role > Custom trust policy:',
  indented(trustPolicy ?? 'Not shown until the organization is known: test the connection, or use another --format.'),
  '',
  `2. Name the role ${roleName}${roleName.includes('/') ? ' (a path is given by another --format only)' : ''}.`,
  '',
  `3. Add permissions > Create inline policy > JSON, named ${policyName}:`,
  indented(readPolicy),
];

const takeAwaySteps = (members: MemberAccounts, { takeAway }: StackSet, part: 'all' | 'one'): string[] =>
  numbered(part === 'all' ? takeAway.console : [`In that AWS account: IAM > Roles > ${members.roleName} > Delete`]);

const numbered = (lines: readonly string[]): string[] => lines.map((line, at) => `${at + 1}. ${line}`);
