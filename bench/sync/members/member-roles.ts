import { IAMClient, PutRolePolicyCommand } from '@aws-sdk/client-iam';
import { deployMemberRoles } from '../../../test/support/member-roles.ts';
import { demoAdministrator } from '../../../test/support/product.ts';
import { organizationOf } from '../identity-center-of.ts';

export const memberRoleName = 'CountersignMember';

/** The connector's way into other AWS accounts, as the set-up page asks for: the role in each, and the right to assume it. */
export async function deployRoles(
  endpoint: string,
  { roleArn, externalId, world }: { roleArn: string; externalId: string; world: string },
  members: readonly string[],
): Promise<void> {
  const iam = new IAMClient({ endpoint, region: 'us-east-1', credentials: demoAdministrator });
  const Statement = [{ Effect: 'Allow', Action: 'sts:AssumeRole', Resource: `arn:aws:iam::*:role/${memberRoleName}` }];
  const PolicyDocument = JSON.stringify({ Version: '2012-10-17', Statement });
  await iam.send(
    new PutRolePolicyCommand({ RoleName: 'Countersign', PolicyName: 'CountersignAssumeMembers', PolicyDocument }),
  );
  iam.destroy();
  const roles = {
    url: endpoint,
    administrator: demoAdministrator,
    roleName: memberRoleName,
    principalArn: roleArn,
    externalId,
    organizationId: organizationOf(world).id,
  };
  await deployMemberRoles(roles, members);
}
