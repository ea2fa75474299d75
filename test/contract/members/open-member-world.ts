import { PutRolePolicyCommand } from '@aws-sdk/client-iam';
import type { Simulator } from '../../../simulator/start.ts';
import { MANAGEMENT } from '../../../simulator/worlds/demo/organization.ts';
import { deployMemberRoles, type MemberRoles } from '../../support/member-roles.ts';
import { type CustomerRole, roleName } from '../aws-support.ts';

export const memberRoleName = 'CountersignMember';

/** The role in each AWS account of the demo's organization that AWS lets anybody into, and the right to assume it. */
export async function deployMembers(
  simulator: Pick<Simulator, 'url' | 'credentials' | 'world'>,
  { iam, connection }: CustomerRole,
): Promise<{ roles: MemberRoles; members: string[] }> {
  const Statement = [{ Effect: 'Allow', Action: 'sts:AssumeRole', Resource: `arn:aws:iam::*:role/${memberRoleName}` }];
  const PolicyDocument = JSON.stringify({ Version: '2012-10-17', Statement });
  await iam.send(new PutRolePolicyCommand({ RoleName: roleName, PolicyName: 'Members', PolicyDocument }));
  const organization = simulator.world.organizationOf(MANAGEMENT);
  const members = [...(organization?.accounts.all() ?? [])]
    .filter(({ id, state }) => state === 'ACTIVE' && id !== MANAGEMENT)
    .map(({ id }) => id)
    .sort();
  const roles: MemberRoles = {
    url: simulator.url,
    administrator: simulator.credentials.administrator,
    roleName: memberRoleName,
    principalArn: connection.roleArn,
    externalId: connection.memberExternalId,
    organizationId: organization?.id ?? '',
  };
  await deployMemberRoles(roles, members);
  return { roles, members };
}
