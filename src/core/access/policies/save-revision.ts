import type { PersonId } from '../../shared/ids.ts';
import type { Actor, Instant, UnitOfWork } from '../../shared/ports.ts';
import { Refusal } from '../../shared/refusal.ts';
import { cedarOf, type PolicyForm } from '../model/policy/policy-form.ts';
import { findingsOf } from './inspect-policy.ts';
import type { PolicySet } from './policy-engine.ts';
import type { PolicyPorts, PolicyStores, StoredPolicy } from './ports.ts';

/**
 * Refuses `policy-refused` with every fault, unless this policy's generated text passes our own lints and Cedar's
 * strict validation. Nothing of it is stored then.
 */
export const requireGoodPolicy = async (
  unit: PolicyStores,
  ports: Pick<PolicyPorts, 'engine'>,
  policy: { id: string; name: string; form: PolicyForm },
): Promise<void> => {
  const findings = await findingsOf(unit, ports, policy);
  if (findings.length === 0) return;
  const faults = findings.map(({ message }) => message);
  throw new Refusal('invalid', 'policy-refused', `This policy was not saved. ${faults.join(' ')}`, {
    field: 'form',
    facts: { faults, findings },
  });
};

/**
 * Writes the whole set of enabled policies as a new revision, in the transaction that changed one of them, with its audit
 * entry. The set as a whole is validated once more: it is what requests will be decided by.
 */
export const saveRevision = async (
  unit: UnitOfWork & PolicyStores,
  ports: Pick<PolicyPorts, 'engine' | 'crypto'>,
  change: { actor: Actor; by: PersonId | null; action: string; policyId: string; detail: object; now: Instant },
): Promise<number> => {
  const policies = setOf(await unit.policies.all());
  const faults = ports.engine.validate(policies);
  if (faults.length > 0)
    throw new Refusal('invalid', 'policy-refused', 'The policies do not go together; nothing was saved.', {
      facts: { faults },
    });
  const digest = hex(ports.crypto.sha256(JSON.stringify(policies)));
  const { now, by } = change;
  const revision = await unit.policies.addRevision({ policies, digest, now, by });
  await unit.audit({
    at: now,
    actor: change.actor,
    action: change.action,
    objectKind: 'policy',
    objectId: change.policyId,
    detail: { ...change.detail, revision, digest },
  });
  return revision;
};

const setOf = (policies: readonly StoredPolicy[]): PolicySet['policies'] =>
  Object.fromEntries(
    policies
      .filter(({ isEnabled }) => isEnabled)
      .map(({ id, name, form }) => [id, { name, cedar: cedarOf(name, form) }] as const)
      .sort(([a], [b]) => (a < b ? -1 : 1)),
  );
const hex = (bytes: Uint8Array): string => [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('');
