import { Organization } from '../../state/organization/organization.ts';
import type { WorldBuilder } from '../world-builder.ts';

export const MANAGEMENT = '481203377190';
export const ORGANIZATION_ID = 'o-lk4p7y2m9x';
const ROOT_ID = 'r-lk4p';

const UNITS = [
  ['Workloads', 'ou-lk4p-work00la', undefined],
  ['Prod', 'ou-lk4p-prod00lb', 'ou-lk4p-work00la'],
  ['NonProd', 'ou-lk4p-nonp00lc', 'ou-lk4p-work00la'],
  ['Infrastructure', 'ou-lk4p-infr00ld', undefined],
  ['Security', 'ou-lk4p-secu00le', undefined],
  ['Suspended', 'ou-lk4p-susp00lf', undefined],
] as const;

/** Name, id and organizational unit of every AWS account. */
export const AWS_ACCOUNTS = [
  ['larkspur-management', MANAGEMENT, undefined],
  ['prod-payments', '730482915066', 'Prod'],
  ['prod-web', '295730184412', 'Prod'],
  ['prod-ledger', '618204937751', 'Prod'],
  ['staging', '402917563380', 'NonProd'],
  ['dev-sandbox', '157390286641', 'NonProd'],
  ['data-lake', '863127495502', 'Workloads'],
  ['network-hub', '349018627715', 'Infrastructure'],
  ['shared-services', '571936820438', 'Infrastructure'],
  ['security-audit', '926475103827', 'Security'],
  ['log-archive', '784051392669', 'Security'],
  ['acquired-legacy', '138264907553', 'Suspended'],
] as const;

export type AwsAccountName = (typeof AWS_ACCOUNTS)[number][0];

export function awsAccountIdOf(name: AwsAccountName): string {
  const account = AWS_ACCOUNTS.find(([other]) => other === name);
  if (!account) throw new Error(`no AWS account ${name}`);
  return account[1];
}

export function addOrganization(builder: WorldBuilder): void {
  const unitIds = new Map<string, string>(UNITS.map(([name, id]) => [name, id]));
  builder.world.addOrganization(
    new Organization({
      id: ORGANIZATION_ID,
      rootId: ROOT_ID,
      managementAccountId: MANAGEMENT,
      units: UNITS.map(([name, id, parentId]) => ({ id, name, parentId: parentId ?? ROOT_ID })),
      accounts: AWS_ACCOUNTS.map(([name, id, unit]) => ({
        id,
        name,
        email: `aws+${name}@larkspurpay.example`,
        state: name === 'acquired-legacy' ? ('SUSPENDED' as const) : ('ACTIVE' as const),
        parentId: (unit && unitIds.get(unit)) ?? ROOT_ID,
        joinedMethod:
          name === 'acquired-legacy' || name === 'larkspur-management' ? ('INVITED' as const) : ('CREATED' as const),
        joinedAt: name === 'acquired-legacy' ? builder.someTime() : builder.firstTime,
      })),
      delegatedAdministrators: [
        {
          awsAccountId: awsAccountIdOf('security-audit'),
          servicePrincipal: 'sso.amazonaws.com',
          enabledAt: builder.someTime(),
        },
      ],
    }),
  );
}
