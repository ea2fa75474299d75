import { requirePermission, type Viewer } from '../../security/model/viewer.ts';
import type { Actor } from '../../shared/ports.ts';
import { Refusal } from '../../shared/refusal.ts';
import { candidatesOf, type MappingRule } from '../model/mapping-candidates.ts';
import { parseNamePattern } from '../model/name-pattern.ts';
import { applyRules } from './map-federation.ts';
import type { FederationPorts, RulePreviewItem } from './ports.ts';
import { requireProvider } from './require-provider.ts';

/** `roleId` is the role's entity, `ent_…`. */
export type NewRule = { kind: 'pattern'; pattern: string } | { kind: 'pair'; groupId: string; roleId: string };
export interface RuleCommand {
  viewer: Viewer;
  identityProviderId: string;
  rule: NewRule;
}

/** Adds a mapping rule and applies it; returns its id. Refuses `pattern-invalid`, `mapped-role-unknown`, `idp-group-unknown`. */
export const addFederationRule = async (
  ports: FederationPorts,
  command: RuleCommand & { actor: Actor },
): Promise<string> => {
  const { viewer, actor, identityProviderId, rule: wanted } = command;
  requirePermission(viewer, 'federation.manage');
  const rule = await ruleOf(ports, command, ports.ids.next('frl'));
  return ports.transact(async (unit) => {
    await unit.federation.takeTurn();
    await requireProvider(unit, identityProviderId);
    if (rule.groupId !== null && !(await unit.federation.hasGroup(identityProviderId, rule.groupId)))
      throw new Refusal('invalid', 'idp-group-unknown', 'This identity provider has no such group.', {
        field: 'groupId',
      });
    const now = await ports.clock.now();
    await unit.federation.addRule({ ...rule, createdBy: viewer.personId }, now);
    const entry = { action: 'federation-rule.added', objectKind: 'federation-rule', objectId: rule.id };
    await unit.audit({ at: now, actor, ...entry, detail: { identityProviderId, ...wanted } });
    await applyRules(unit, actor, now);
    return rule.id;
  });
};

/** What a rule would map, judged by the synced trust; changes nothing. Refuses what adding it refuses. */
export const previewFederationRule = async (
  ports: Pick<FederationPorts, 'views'>,
  command: RuleCommand,
): Promise<{ items: RulePreviewItem[]; unmatchedGroups: number }> => {
  requirePermission(command.viewer, 'federation.manage');
  await ports.views.get(command.viewer, command.identityProviderId);
  const rule = await ruleOf(ports, command, 'frl_preview');
  const { groups } = await ports.views.mappingInput();
  const own = groups.filter((group) => group.identityProviderId === command.identityProviderId);
  const candidates = candidatesOf([rule], own);
  const items = await ports.views.judge(command.viewer, candidates);
  return { items, unmatchedGroups: own.length - new Set(candidates.map(({ groupId }) => groupId)).size };
};

/** Ends a rule; what it alone confirmed ends with it. Refuses `federation-rule-not-found`. */
export const removeFederationRule = async (
  ports: FederationPorts,
  command: { viewer: Viewer; actor: Actor; ruleId: string },
): Promise<void> => {
  const { viewer, actor, ruleId } = command;
  requirePermission(viewer, 'federation.manage');
  await ports.transact(async (unit) => {
    await unit.federation.takeTurn();
    const now = await ports.clock.now();
    const identityProviderId = await unit.federation.removeRule(ruleId, now);
    if (identityProviderId === null)
      throw new Refusal('not-found', 'federation-rule-not-found', 'There is no such mapping rule.');
    const entry = { action: 'federation-rule.removed', objectKind: 'federation-rule', objectId: ruleId };
    await unit.audit({ at: now, actor, ...entry, detail: { identityProviderId } });
    await applyRules(unit, actor, now);
  });
};

const ruleOf = async (
  ports: Pick<FederationPorts, 'views'>,
  { viewer, identityProviderId, rule }: RuleCommand,
  id: string,
): Promise<MappingRule> => {
  if (rule.kind === 'pattern') {
    parseNamePattern(rule.pattern);
    return { id, identityProviderId, pattern: rule.pattern, groupId: null, roleEntityId: null };
  }
  const roleEntityId = await ports.views.visibleRole(viewer, rule.roleId);
  if (roleEntityId === null)
    throw new Refusal('invalid', 'mapped-role-unknown', 'There is no such role, or you may not see it.', {
      field: 'roleId',
    });
  return { id, identityProviderId, pattern: null, groupId: rule.groupId, roleEntityId };
};
