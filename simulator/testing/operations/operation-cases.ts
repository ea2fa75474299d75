import type { Service } from '../../services/service.ts';
import { SERVICES } from '../../services/services.ts';
import type { World } from '../../state/world.ts';
import { SMALL, smallWorld } from '../../worlds/small.ts';
import { cloudTrailCases } from './cases/cloudtrail.ts';
import { iamGroups, iamRoles } from './cases/iam-groups-and-roles.ts';
import { iamAccount, iamPolicies } from './cases/iam-policies-and-account.ts';
import { iamCredentials, iamUsers } from './cases/iam-users.ts';
import { identityStoreCases } from './cases/identity-store.ts';
import { organizationsCases } from './cases/organizations.ts';
import { oidcCases, portalCases, stsCases } from './cases/sign-in.ts';
import { ssoAdminCases } from './cases/sso-admin.ts';
import type { Cases, OperationCase } from './operation-case.ts';
import { type Facts, prepareWorld } from './prepared-world.ts';

/** The cases of every service, by its id. A new service is a line here. */
const CASES: Readonly<Record<string, (facts: Facts, world: World) => Cases>> = {
  sts: stsCases,
  iam(facts, world) {
    const account = world.awsAccounts.get(SMALL.managementAccountId);
    const role = account?.roles.all().find(({ path }) => path.startsWith('/aws-reserved/'));
    const provider = account?.samlProviders.all().find(({ arn }) => arn.includes('AWSSSO_'));
    return {
      ...iamUsers,
      ...iamCredentials(facts),
      ...iamGroups,
      ...iamRoles(role?.name ?? ''),
      ...iamPolicies,
      ...iamAccount(facts, provider?.arn ?? ''),
    };
  },
  organizations: organizationsCases,
  identitystore: identityStoreCases,
  sso: ssoAdminCases,
  ssoportal: portalCases,
  ssooidc: oidcCases,
  cloudtrail: cloudTrailCases,
};

/** The services that an SDK client calls: all but SCIM, which has tests of its own. */
export const SDK_SERVICES = SERVICES.filter(({ schemas }) => Object.keys(schemas).length > 0);

/** Every simulated operation of theirs, in the order of the services. */
export const OPERATIONS: readonly {
  readonly service: Service;
  readonly name: string;
  readonly key: `${string}:${string}`;
}[] = SDK_SERVICES.flatMap((service) =>
  service.operations.map(({ name }) => ({ service, name, key: `${service.id}:${name}` as const })),
);

/** Prepares a small world, and tells the case of each operation in it. Throws for an operation that has none. */
export function prepareCases(world: World = smallWorld()): (key: string) => OperationCase {
  const facts = prepareWorld(world);
  const cases = new Map<string, OperationCase>(
    Object.entries(CASES).flatMap(([id, casesOf]) =>
      Object.entries(casesOf(facts, world)).map(([name, one]) => [`${id}:${name}`, one] as const),
    ),
  );
  return (key) => {
    const one = cases.get(key);
    if (!one) throw new Error(`${key} has no case: simulator/testing/operations/ must have one of each operation`);
    return one;
  };
}
