import { parseNamePattern } from './name-pattern.ts';

export interface MappingRule {
  id: string;
  identityProviderId: string;
  pattern: string | null;
  /** Of an explicit pair. */
  groupId: string | null;
  roleEntityId: number | null;
}
export interface MappingGroup {
  id: string;
  identityProviderId: string;
  name: string;
}
/** What a rule says of a group, before AWS's side is looked at: by entity, or by names. */
export interface MappingCandidate {
  ruleId: string;
  identityProviderId: string;
  groupId: string;
  roleEntityId: number | null;
  role: string | null;
  awsAccountId: string | null;
  /** An AWS account's alias or name; counts only without `awsAccountId`. */
  alias: string | null;
}

/** Applies each rule to the groups of its identity provider. */
export function candidatesOf(rules: readonly MappingRule[], groups: readonly MappingGroup[]): MappingCandidate[] {
  const candidates: MappingCandidate[] = [];
  for (const rule of rules) {
    const { id: ruleId, identityProviderId, roleEntityId } = rule;
    const own = groups.filter((group) => group.identityProviderId === identityProviderId);
    if (rule.pattern === null) {
      const group = own.find(({ id }) => id === rule.groupId);
      if (!group) continue;
      const byId = { role: null, awsAccountId: null, alias: null };
      candidates.push({ ruleId, identityProviderId, groupId: group.id, roleEntityId, ...byId });
      continue;
    }
    const read = parseNamePattern(rule.pattern);
    for (const group of own) {
      const found = read(group.name);
      if (found) candidates.push({ ruleId, identityProviderId, groupId: group.id, roleEntityId: null, ...found });
    }
  }
  return candidates;
}
