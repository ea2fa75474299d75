import type { PolicyJson } from '@cedar-policy/cedar-wasm/nodejs';
import type { InspectedPolicy } from '../../core/access/model/policy/inspected-policy.ts';

/** Cedar's own JSON form of a policy, reduced to what our lints look at. */
export const inspectedOf = ({
  effect,
  action,
  annotations = {},
  principal,
  resource,
  conditions,
}: PolicyJson): InspectedPolicy => {
  const entities = new Map<string, { type: string; id: string }>();
  const durationCaps: number[] = [];
  const visit = (node: unknown): void => {
    if (typeof node !== 'object' || node === null) return;
    if (isUid(node)) entities.set(`${node.type}::${node.id}`, { type: node.type, id: node.id });
    const cap = durationCapOf(node);
    if (cap !== null) durationCaps.push(cap);
    for (const inner of Object.values(node)) visit(inner);
  };
  for (const part of [principal, resource, conditions]) visit(part);
  return {
    effect,
    action: actionOf(action),
    annotations: { ...annotations },
    entities: [...entities.values()],
    durationCaps,
  };
};

const actionOf = (action: PolicyJson['action']): InspectedPolicy['action'] => {
  if (action.op !== '==' || !('entity' in action)) return { op: 'other' };
  const uid = '__entity' in action.entity ? action.entity.__entity : action.entity;
  return { op: '==', name: uid.id };
};

const isUid = (node: object): node is { type: string; id: string } =>
  Object.keys(node).length === 2 &&
  'type' in node &&
  'id' in node &&
  typeof node.type === 'string' &&
  typeof node.id === 'string';

/** N of `context.durationMinutes <= N`. */
const durationCapOf = (node: object): number | null => {
  if (!('<=' in node)) return null;
  const { left, right } = node['<='] as { left: unknown; right: unknown };
  const isDuration = JSON.stringify(left) === '{".":{"left":{"Var":"context"},"attr":"durationMinutes"}}';
  const value = (right as { Value?: unknown } | null)?.Value;
  return isDuration && typeof value === 'number' ? value : null;
};
