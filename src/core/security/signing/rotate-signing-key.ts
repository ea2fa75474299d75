import type { Actor, Clock } from '../../shared/ports.ts';
import type { Transact } from '../../shared/transact.ts';
import { currentKey, signerOf } from './current-key.ts';
import type { SigningKeyId, SigningKeyStore, SigningPorts } from './ports.ts';

export interface RotationPorts extends SigningPorts {
  transact: Transact<{ signingKeys: SigningKeyStore }>;
  clock: Clock;
}

/**
 * Retires the key that signs and makes the next one, which the old one endorses: who trusts the old key can tell that the
 * new one is ours (REV-8). What was signed before stays as it is.
 */
export const rotateSigningKey = (ports: RotationPorts, actor: Actor): Promise<SigningKeyId> =>
  ports.transact(async (unit) => {
    const now = await ports.clock.now();
    const old = await currentKey(ports, unit, now);
    const made = signerOf(ports).newKey(ports.ids.next('key'), now);
    const endorsement = signerOf(ports).endorse(old, made);
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
