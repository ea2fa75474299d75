import type { Actor } from '../../shared/ports.ts';
import { Refusal } from '../../shared/refusal.ts';
import { everyPage, opens } from './every-page.ts';
import type { RotateSecretKeyPorts, SealedValue, SealingKey } from './ports.ts';

export interface RotationCounts {
  /** By table. */
  resealed: Record<string, number>;
  /** Were sealed with the new key before. */
  alreadyNew: number;
}

/**
 * Encrypts every stored secret anew, all or none (SEC-4). Repeating it is harmless and takes along what a process with
 * the old key sealed meanwhile. Refuses `secret-not-opened` for a value that neither key opens.
 */
export const rotateSecretKey = (
  ports: RotateSecretKeyPorts,
  keys: { from: SealingKey; to: SealingKey },
  actor: Actor,
): Promise<RotationCounts> =>
  ports.transact(async (unit) => {
    const counts: RotationCounts = { resealed: {}, alreadyNew: 0 };
    await unit.sealedValues.takeTurn();
    for await (const { table, values } of everyPage(unit.sealedValues)) {
      const old = values.filter((value) => !opens(keys.to, value));
      await unit.sealedValues.replace(
        table,
        old.map((value) => ({ id: value.id, sealed: resealed(keys, table, value) })),
      );
      counts.resealed[table] = (counts.resealed[table] ?? 0) + old.length;
      counts.alreadyNew += values.length - old.length;
    }
    await unit.audit({
      at: await ports.clock.now(),
      actor,
      action: 'secret-key.rotated',
      objectKind: 'installation',
      objectId: 'secret-key',
      detail: { from: keys.from.fingerprint, to: keys.to.fingerprint, ...counts },
    });
    return counts;
  });

const resealed = (
  { from, to }: { from: SealingKey; to: SealingKey },
  table: string,
  value: SealedValue,
): Uint8Array => {
  if (!opens(from, value))
    throw new Refusal(
      'conflict',
      'secret-not-opened',
      `The secret in table ${table}, row ${value.id}, opens neither with the present key nor with the new one. Nothing was changed. Bring the key file back that it was kept with, or take that row away: docs/operations.md, "The secret key".`,
      { facts: { table, id: value.id } },
    );
  return to.seal(from.open(value.sealed, value.purpose), value.purpose);
};
