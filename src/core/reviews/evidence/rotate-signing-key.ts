import type { Actor } from '../../shared/ports.ts';
import { currentKey, type EvidencePorts, writerOf } from './make-evidence.ts';
import type { SigningKeyId } from './ports.ts';

/**
 * Retires the key that signs and makes the next one, which the old one endorses: who trusts the old key can tell that the
 * new one is ours (REV-8). Packs of before stay as they are.
 */
export const rotateSigningKey = (ports: EvidencePorts, actor: Actor): Promise<SigningKeyId> =>
  ports.transact(async (unit) => {
    const now = await ports.clock.now();
    const old = await currentKey(ports, unit, now);
    const made = writerOf(ports).newKey(ports.ids.next('key'), now);
    const endorsement = writerOf(ports).endorse(old, made);
    await unit.signingKeys.retire(old.id, now);
    await unit.signingKeys.add({ ...made, endorsedBy: old.id, endorsement });
    await unit.audit({
      at: now,
      actor,
      action: 'signing-key.rotated',
      objectKind: 'signing-key',
      objectId: made.id,
      detail: { endorsedBy: old.id },
    });
    return made.id;
  });
