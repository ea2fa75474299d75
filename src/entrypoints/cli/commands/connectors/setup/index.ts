import { type Command, Option } from 'commander';
import type { Setup } from '../../../../../contract/connector-setup.ts';
import { connectorRoutes } from '../../../../../contract/connectors.ts';
import { NotVerified } from '../../../failures.ts';
import { acting, leaf } from '../../leaf.ts';
import { findConnector } from '../find-connector.ts';
import { type MemberPart, memberParts, memberText } from './member-documents.ts';
import { furtherReadingSteps, ownPolicyText, provisioningSteps } from './own-policy-documents.ts';
import { actionLine, indented, type SetupFormat } from './setup-format.ts';

const consoleSteps = (setup: Setup, connectorId: string): string =>
  [
    `External ID  ${setup.externalId}`,
    `Principal    ${setup.serviceIdentity.principalArn ?? 'not known yet'}`,
    ...setup.serviceIdentity.warnings.map((warning) => `             ${warning}`),
    '',
    `1. IAM > Policies > Create policy > JSON, named ${setup.policyName}:`,
    indented(setup.readPolicy),
    '',
    '2. IAM > Roles > Create role > Custom trust policy:',
    indented(setup.trustPolicy ?? 'Not shown until the server knows who it is in AWS (see the warnings above).'),
    '',
    `3. Attach ${setup.policyName}, name the role ${setup.roleName}, and copy its ARN.`,
    '',
    `4. countersign connectors save ${connectorId} --role-arn ARN --organizations --identity-center-region REGION`,
    '',
    `5. Recommended, for policies, last use, who changed what and fewer AWS calls in large organizations: countersign connectors setup ${connectorId} --further-reading`,
    '',
    `6. Only where Countersign may change AWS: countersign connectors setup ${connectorId} --provisioning`,
    '',
    `7. For IAM of the other AWS accounts of the organization: countersign connectors setup ${connectorId} --members`,
    '',
    'What each action is for, and what is not shown without it:',
    ...setup.actions.map(actionLine),
    ...(setup.canCreateRoleInDemo
      ? ['', `This is a demo: countersign connectors demo-role ${connectorId} makes the role in the simulated AWS.`]
      : []),
  ].join('\n');

function documentIn(setup: Setup, format: Exclude<SetupFormat, 'console'>, isMinimum: boolean): string {
  const { terraform, cloudFormation, awsCli } = (isMinimum ? null : setup.furtherReading.withRole) ?? setup;
  const text = { terraform, cloudformation: cloudFormation, 'aws-cli': awsCli }[format];
  if (text === null)
    throw new NotVerified(
      'There is no document yet: the server does not know who it is in AWS, so no trust policy can name it.',
      setup.serviceIdentity.warnings.join('\n') || 'Give the server AWS credentials of its own.',
    );
  return text.trimEnd();
}

interface SetupOptions {
  format: SetupFormat;
  minimum?: boolean;
  furtherReading?: boolean;
  provisioning?: boolean;
  members?: MemberPart;
  takeAway?: boolean;
}

function setupText(setup: Setup, connectorId: string, options: SetupOptions): string {
  const { format, minimum = false, furtherReading, provisioning, members, takeAway = false } = options;
  if (members) return memberText(setup.memberAccounts, { connectorId, part: members, format, isTakenAway: takeAway });
  if (furtherReading) return ownPolicyText(setup.furtherReading, furtherReadingSteps(connectorId), format, takeAway);
  if (provisioning || takeAway)
    return ownPolicyText(setup.provisioning, provisioningSteps(connectorId), format, takeAway);
  return format === 'console' ? consoleSteps(setup, connectorId) : documentIn(setup, format, minimum);
}

export function addSetup(group: Command): void {
  leaf(group, 'setup <connector>', 'External ID, trust policy and read policy, filled in')
    .addOption(
      new Option('--format <format>', 'steps for the AWS console, or one document alone')
        .choices(['console', 'terraform', 'cloudformation', 'aws-cli'])
        .default('console'),
    )
    .option('--minimum', 'in documents that make the role: the 14 read actions alone, without further reading')
    .addOption(
      new Option('--further-reading', 'instead: the optional policy of its own that reads more').conflicts([
        'provisioning',
        'minimum',
      ]),
    )
    .option('--provisioning', 'instead: the policy of its own that lets Countersign change AWS')
    .addOption(
      new Option(
        '--members [part]',
        'instead: the role in the other AWS accounts, in all by a StackSet or in one by hand, or the policy to enter it',
      )
        .choices(memberParts)
        .preset('all')
        .conflicts(['provisioning', 'furtherReading', 'minimum']),
    )
    .option('--take-away', 'instead: how to take away again the policy for provisioning, or what else is asked for')
    .action(
      acting<SetupOptions, [string]>(async (run, options, idOrName) => {
        const { value: connector } = await findConnector(run.client, idOrName);
        const received = await run.client.call(connectorRoutes.setup, { params: { id: connector.id } });
        run.show(received, () => setupText(received.value, connector.id, options));
      }),
    );
  leaf(group, 'demo-role <connector>', 'Demo only: make the role in the simulated AWS')
    .option('--minimum', 'with the 14 read actions alone, without further reading')
    .action(
      acting<{ minimum?: boolean }, [string]>(async (run, { minimum }, idOrName) => {
        const { value: connector } = await findConnector(run.client, idOrName);
        const received = await run.client.call(connectorRoutes.createDemoRole, {
          params: { id: connector.id },
          query: { reading: minimum ? 'minimum' : 'further' },
        });
        run.show(received, () => received.value.roleArn);
        run.note(`\nNext: countersign connectors save ${connector.id} --role-arn ${received.value.roleArn} …`);
      }),
    );
}
