import type { PolicyEngine, PolicySet } from './policy-engine.ts';

/** What restricting policies (forbids, extra approvals) can tell apart. A lint refuses organizational units. */
export interface RestrictedThings {
  permissionSetIds: string[];
  awsAccountIds: string[];
}
export interface NamedThings {
  /** Groups, `ent_…`, that any policy names. */
  groupIds: string[];
  /** Null: nothing restricts. */
  restricted: RestrictedThings | null;
}

/** What the policies of a set name. */
export const namedThings = (engine: Pick<PolicyEngine, 'inspect'>, set: PolicySet | null): NamedThings => {
  const inspected = Object.values(set?.policies ?? {}).flatMap(({ cedar }) => {
    const answer = engine.inspect(cedar);
    return 'policy' in answer ? [answer.policy] : [];
  });
  const restricting = inspected.filter(
    ({ effect, action }) => effect === 'forbid' || (action.op === '==' && action.name === 'requireApproval'),
  );
  const idsOf = (policies: typeof inspected, of: string) => [
    ...new Set(policies.flatMap(({ entities }) => entities.filter(({ type }) => type === of).map(({ id }) => id))),
  ];
  return {
    groupIds: idsOf(inspected, 'Group'),
    restricted:
      restricting.length === 0
        ? null
        : { permissionSetIds: idsOf(restricting, 'PermissionSet'), awsAccountIds: idsOf(restricting, 'AwsAccount') },
  };
};
