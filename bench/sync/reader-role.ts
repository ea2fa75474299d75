import { CreateRoleCommand, IAMClient, PutRolePolicyCommand } from '@aws-sdk/client-iam';
import { furtherReadActions } from '../../src/core/connectors/model/further-read-permissions.ts';
import { readActions } from '../../src/core/connectors/model/permission-table.ts';
import { demoAdministrator } from '../../test/support/product.ts';
import type { Allowed } from './minimum-calls.ts';

const actionsOf: Record<Allowed, readonly string[]> = {
  minimum: readActions,
  full: [...readActions, ...furtherReadActions],
  'no-principal-listing': [...readActions, ...furtherReadActions].filter(
    (action) => action !== 'sso:ListAccountAssignmentsForPrincipal',
  ),
};

/** Makes the role that a connector reads through, as its set-up page asks for, with these actions. Returns its ARN. */
export async function createReaderRole(endpoint: string, trustPolicy: string, allowed: Allowed): Promise<string> {
  const iam = new IAMClient({ endpoint, region: 'us-east-1', credentials: demoAdministrator });
  const RoleName = 'Countersign';
  const { Role } = await iam.send(new CreateRoleCommand({ RoleName, AssumeRolePolicyDocument: trustPolicy }));
  const Statement = [{ Effect: 'Allow', Action: actionsOf[allowed], Resource: '*' }];
  const PolicyDocument = JSON.stringify({ Version: '2012-10-17', Statement });
  await iam.send(new PutRolePolicyCommand({ RoleName, PolicyName: 'CountersignRead', PolicyDocument }));
  iam.destroy();
  return Role?.Arn ?? '';
}
