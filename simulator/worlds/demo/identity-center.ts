import type { PrincipalType } from '../../state/identity-center/identity-center-entities.ts';
import type { WorldBuilder } from '../world-builder.ts';
import { GROUP_ASSIGNMENTS, GROUPS, ORPHAN, USER_ASSIGNMENTS } from './assignments.ts';
import { type AwsAccountName, awsAccountIdOf, MANAGEMENT } from './organization.ts';
import { DISABLED, EMAIL_DOMAIN, emailOf, PEOPLE } from './people.ts';
import { PERMISSION_SETS } from './permission-sets.ts';

export const DEMO_REGION = 'eu-north-1';
export const DEMO_INSTANCE_ARN = 'arn:aws:sso:::instance/ssoins-6508a1c27e93fb40';
export const DEMO_IDENTITY_STORE_ID = 'd-c3675a91e0';

/** Larkspur Pay's people, groups, permission sets and assignments. */
export function addIdentityCenter(builder: WorldBuilder): void {
  const center = builder.identityCenter({
    instanceArn: DEMO_INSTANCE_ARN,
    identityStoreId: DEMO_IDENTITY_STORE_ID,
    region: DEMO_REGION,
    ownerAccountId: MANAGEMENT,
    name: 'larkspur',
    createdAt: builder.firstTime,
  });
  const groups = new Map(
    Object.entries(GROUPS).map(([name, description]) => [name, builder.directoryGroup(center, name, description)]),
  );
  for (const [givenName, familyName, title, memberOf] of PEOPLE) {
    const email = emailOf(givenName, familyName);
    const status = DISABLED.includes(`${givenName} ${familyName}`) ? 'DISABLED' : 'ENABLED';
    const user = builder.directoryUser(center, { userName: email, email, givenName, familyName, title, status });
    for (const name of memberOf) builder.member(center, required(groups.get(name), name), user);
  }
  const sets = new Map(PERMISSION_SETS.map((wish) => [wish.name, builder.permissionSet(center, wish)]));
  const assign = (setName: string, awsAccount: AwsAccountName, principalType: PrincipalType, principalId: string) =>
    builder.assign(center, {
      awsAccountId: awsAccountIdOf(awsAccount),
      permissionSetArn: required(sets.get(setName), setName).arn,
      principalType,
      principalId,
    });
  for (const [set, group, awsAccounts] of GROUP_ASSIGNMENTS) {
    for (const awsAccount of awsAccounts) assign(set, awsAccount, 'GROUP', required(groups.get(group), group).id);
  }
  for (const [set, name, awsAccounts] of USER_ASSIGNMENTS) {
    const user = required(center.usersByName.get(`${name}@${EMAIL_DOMAIN}`), name);
    for (const awsAccount of awsAccounts) assign(set, awsAccount, 'USER', user.id);
  }
  assign(ORPHAN[0], ORPHAN[1], 'USER', builder.directoryId(center));
}

function required<T>(value: T | undefined, name: string): T {
  if (value === undefined) throw new Error(`the demo world has no ${name}`);
  return value;
}
