import { requirePermission, type Viewer } from '../../security/model/viewer.ts';
import type { IdempotentRequest } from '../../shared/idempotency.ts';
import type { Actor, UnitOfWork } from '../../shared/ports.ts';
import { Refusal } from '../../shared/refusal.ts';
import type { PolicyForm } from '../model/policy/policy-form.ts';
import type { PolicyId, PolicyPorts, PolicyStores, StoredPolicy } from './ports.ts';
import { requireGoodPolicy, saveRevision } from './save-revision.ts';

interface Command {
  viewer: Viewer;
  actor: Actor;
}
export interface AddPolicy extends Command {
  name: string;
  form: PolicyForm;
  isEnabled: boolean;
  idempotency: IdempotentRequest | null;
}
export interface ChangePolicy extends Command {
  id: PolicyId;
  /** The version the caller read; null: whatever it is now. */
  ifMatch: number | null;
  changes: { name?: string | undefined; form?: PolicyForm | undefined; isEnabled?: boolean | undefined };
}

export const policyNotFound = (): Refusal => new Refusal('not-found', 'policy-not-found', 'There is no such policy.');

/** Adds a policy and makes a new revision of the set (REQ-2). Refuses `policy-refused` with every fault. */
export const addPolicy = async (ports: PolicyPorts, command: AddPolicy): Promise<PolicyId> => {
  requirePermission(command.viewer, 'policies.manage');
  return ports.transact(async (unit) => {
    const id = ports.ids.next('pol');
    const earlier = command.idempotency && (await unit.idempotency.claim(command.idempotency, id));
    if (earlier) return earlier as PolicyId;
    await unit.policies.takeTurn();
    const { name, form, isEnabled } = command;
    await requireGoodPolicy(unit, ports, { id, name, form });
    const now = await ports.clock.now();
    const by = command.viewer.personId;
    await unit.policies.add({ id, name, form, isEnabled, createdAt: now }, by);
    const detail = { name, form, isEnabled };
    await saveRevision(unit, ports, { actor: command.actor, by, action: 'policy.added', policyId: id, detail, now });
    return id;
  });
};

/** Refuses `policy-not-found`, `changed-meanwhile` and `policy-refused`. Requests that wait keep their revision. */
export const changePolicy = async (ports: PolicyPorts, command: ChangePolicy): Promise<void> => {
  requirePermission(command.viewer, 'policies.manage');
  await ports.transact(async (unit) => {
    const before = await policyOf(unit, command.id, command.ifMatch);
    const { name = before.name, form = before.form, isEnabled = before.isEnabled } = command.changes;
    const after = { id: before.id, name, form, isEnabled };
    // Only turned off, it harms nobody, whatever the lints have learned to find since it was saved.
    const isOnlyTurnedOff = !isEnabled && command.changes.name === undefined && command.changes.form === undefined;
    if (!isOnlyTurnedOff) await requireGoodPolicy(unit, ports, after);
    const now = await ports.clock.now();
    await unit.policies.save(after, now);
    const detail = {
      from: { name: before.name, form: before.form, isEnabled: before.isEnabled },
      to: { name, form, isEnabled },
    };
    const by = command.viewer.personId;
    await saveRevision(unit, ports, { ...changeOf(command), by, action: 'policy.changed', detail, now });
  });
};

/** Refuses `policy-not-found` and `changed-meanwhile`. */
export const removePolicy = async (
  ports: PolicyPorts,
  command: Command & { id: PolicyId; ifMatch: number | null },
): Promise<void> => {
  requirePermission(command.viewer, 'policies.manage');
  await ports.transact(async (unit) => {
    const { name } = await policyOf(unit, command.id, command.ifMatch);
    const now = await ports.clock.now();
    await unit.policies.remove(command.id, now);
    const by = command.viewer.personId;
    await saveRevision(unit, ports, { ...changeOf(command), by, action: 'policy.removed', detail: { name }, now });
  });
};

const changeOf = ({ actor, id }: { actor: Actor; id: PolicyId }) => ({ actor, policyId: id });

const policyOf = async (
  unit: UnitOfWork & PolicyStores,
  id: PolicyId,
  ifMatch: number | null,
): Promise<StoredPolicy> => {
  await unit.policies.takeTurn();
  const policy = (await unit.policies.all()).find((each) => each.id === id);
  if (!policy) throw policyNotFound();
  if (ifMatch !== null && ifMatch !== policy.version)
    throw new Refusal('conflict', 'changed-meanwhile', 'Somebody saved this policy after you opened it. Reload it.', {
      facts: { version: policy.version },
    });
  return policy;
};
