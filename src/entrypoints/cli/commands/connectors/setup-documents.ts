import { type Command, Option } from 'commander';
import type { Setup } from '../../../../contract/connector-setup.ts';
import { connectorRoutes } from '../../../../contract/connectors.ts';
import { NotVerified } from '../../failures.ts';
import { acting, leaf } from '../leaf.ts';
import { findConnector } from './find-connector.ts';

type Format = 'console' | 'terraform' | 'cloudformation' | 'aws-cli';

const indented = (text: string): string =>
  text
    .split('\n')
    .map((line) => `   ${line}`)
    .join('\n');

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
    `5. Only where Countersign may change AWS: attach ${setup.provisioningPolicyName} too, then save with --provisioning:`,
    indented(setup.provisioningPolicy),
    '',
    'What each action is for, and what is not shown without it:',
    ...[...setup.actions, ...setup.provisioningActions].map(
      ({ action, feature, lost }) => `   ${action}: ${feature}. ${lost}`,
    ),
    ...(setup.canCreateRoleInDemo
      ? ['', `This is a demo: countersign connectors demo-role ${connectorId} makes the role in the simulated AWS.`]
      : []),
  ].join('\n');

function documentIn(setup: Setup, format: Exclude<Format, 'console'>): string {
  const text = { terraform: setup.terraform, cloudformation: setup.cloudFormation, 'aws-cli': setup.awsCli }[format];
  if (text === null)
    throw new NotVerified(
      'There is no document yet: the server does not know who it is in AWS, so no trust policy can name it.',
      setup.serviceIdentity.warnings.join('\n') || 'Give the server AWS credentials of its own.',
    );
  return text.trimEnd();
}

export function addSetup(group: Command): void {
  leaf(group, 'setup <connector>', 'External ID, trust policy and read policy, filled in')
    .addOption(
      new Option('--format <format>', 'steps for the AWS console, or one document alone')
        .choices(['console', 'terraform', 'cloudformation', 'aws-cli'])
        .default('console'),
    )
    .action(
      acting<{ format: Format }, [string]>(async (run, { format }, idOrName) => {
        const { value: connector } = await findConnector(run.client, idOrName);
        const received = await run.client.call(connectorRoutes.setup, { params: { id: connector.id } });
        run.show(received, () =>
          format === 'console' ? consoleSteps(received.value, connector.id) : documentIn(received.value, format),
        );
      }),
    );
  leaf(group, 'demo-role <connector>', 'Demo only: make the role in the simulated AWS').action(
    acting<object, [string]>(async (run, _options, idOrName) => {
      const { value: connector } = await findConnector(run.client, idOrName);
      const received = await run.client.call(connectorRoutes.createDemoRole, { params: { id: connector.id } });
      run.show(received, () => received.value.roleArn);
      run.note(`\nNext: countersign connectors save ${connector.id} --role-arn ${received.value.roleArn} …`);
    }),
  );
}
