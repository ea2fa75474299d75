import { Organization } from '../../state/organization/organization.ts';
import type { WorldBuilder } from '../world-builder.ts';
import type { Dice } from './dice.ts';
import { EMAIL_DOMAIN, numbered, STAGES, UNITS } from './names.ts';

/** Fixed ids of every generated world, for tests and benchmarks to name. */
export const GENERATED = {
  region: 'us-east-1',
  managementAccountId: '614203958871',
  /** The crowded one: hundreds of IAM users, a thousand roles. */
  memberAccountId: '725194836602',
  /** Delegated administrator for Identity Center. */
  delegatedAccountId: '839405172263',
  organizationId: 'o-mrdn7k2x9q',
  rootId: 'r-mrdn',
  instanceArn: 'arn:aws:sso:::instance/ssoins-7223a4b1c98de056',
  identityStoreId: 'd-9067f3a1b2',
} as const;

const ROOT_UNITS = ['Security', 'Infrastructure', 'Sandbox', 'Workloads', 'Suspended'] as const;
const SANDBOX_PERCENT = 6;

/**
 * An organization of business units with three stages each, beside security, infrastructure and sandboxes. AWS account
 * 0 is the management account, 1 the crowded member, 2 the delegated administrator. Returns the ids in that order.
 */
export function addOrganization(
  builder: WorldBuilder,
  dice: Dice,
  count: number,
  suspended: ReadonlySet<number>,
): string[] {
  const unitIds = new Map<string, string>();
  const units = unitTree().map(({ path, name, parent }) => {
    const id = `ou-${GENERATED.rootId.slice(2)}-${builder.world.ids.lower(8)}`;
    unitIds.set(path, id);
    return { id, name, parentId: unitIds.get(parent) ?? GENERATED.rootId };
  });
  const ids = awsAccountIds(dice, count);
  const names = new Map<string, number>();
  const accounts = ids.map((id, index) => {
    const { unit, base } = place(index, dice);
    const used = names.get(base) ?? 0;
    names.set(base, used + 1);
    const name = numbered(base, used);
    const isSuspended = suspended.has(index);
    return {
      id,
      name,
      email: `aws+${name}@${EMAIL_DOMAIN}`,
      state: isSuspended ? ('SUSPENDED' as const) : ('ACTIVE' as const),
      parentId: unitIds.get(isSuspended ? 'Suspended' : unit) ?? GENERATED.rootId,
      joinedMethod: index === 0 ? ('INVITED' as const) : ('CREATED' as const),
      joinedAt: index === 0 ? builder.firstTime : builder.someTime(),
    };
  });
  builder.world.addOrganization(
    new Organization({
      id: GENERATED.organizationId,
      rootId: GENERATED.rootId,
      managementAccountId: GENERATED.managementAccountId,
      units,
      accounts,
      delegatedAdministrators: [
        {
          awsAccountId: GENERATED.delegatedAccountId,
          servicePrincipal: 'sso.amazonaws.com',
          enabledAt: builder.someTime(),
        },
      ],
    }),
  );
  return ids;
}

function unitTree(): { path: string; name: string; parent: string }[] {
  const roots = ROOT_UNITS.map((name) => ({ path: name, name, parent: '' }));
  const business = UNITS.map((name) => ({ path: `Workloads/${name}`, name, parent: 'Workloads' }));
  const stages = UNITS.flatMap((unit) =>
    STAGES.map((stage) => ({ path: `Workloads/${unit}/${stage}`, name: stage, parent: `Workloads/${unit}` })),
  );
  return [...roots, ...business, ...stages];
}

function awsAccountIds(dice: Dice, count: number): string[] {
  const { managementAccountId, memberAccountId, delegatedAccountId } = GENERATED;
  const ids = new Set<string>([managementAccountId, memberAccountId, delegatedAccountId]);
  while (ids.size < count) ids.add(`${dice.between(100_000, 999_999)}${dice.between(100_000, 999_999)}`);
  return [...ids];
}

function place(index: number, dice: Dice): { unit: string; base: string } {
  if (index === 0) return { unit: '', base: 'management' };
  if (index === 1) return { unit: 'Infrastructure', base: 'shared-legacy' };
  if (index === 2) return { unit: 'Security', base: 'security-audit' };
  if (dice.below(100) < SANDBOX_PERCENT) return { unit: 'Sandbox', base: 'sandbox' };
  const unit = dice.of(UNITS);
  const stage = dice.of(STAGES);
  return { unit: `Workloads/${unit}/${stage}`, base: `${unit.toLowerCase()}-${stage}` };
}
