import type { Instant, UnitOfWork } from '../../shared/ports.ts';
import { Refusal } from '../../shared/refusal.ts';
import type { Signer, SigningKey, SigningKeyStore, SigningPorts } from './ports.ts';

export type SigningUnit = UnitOfWork & { signingKeys: SigningKeyStore };

/** Refuses `evidence-key-missing` where the installation has no key file. */
export const signerOf = ({ signer }: Pick<SigningPorts, 'signer'>): Signer => {
  if (signer) return signer;
  throw new Refusal(
    'unavailable',
    'evidence-key-missing',
    'Signing needs the key file of the installation: set COUNTERSIGN_SECRET_KEY_FILE.',
  );
};

/** The key that signs; the first that asks for it in an installation makes it. */
export const currentKey = async (ports: SigningPorts, unit: SigningUnit, now: Instant): Promise<SigningKey> => {
  await unit.signingKeys.takeTurn();
  const found = (await unit.signingKeys.list()).find(({ retiredAt }) => retiredAt === null);
  if (found) return found;
  const key = signerOf(ports).newKey(ports.ids.next('key'), now);
  await unit.signingKeys.add(key);
  await unit.audit({
    at: now,
    actor: { kind: 'system' },
    action: 'signing-key.made',
    objectKind: 'signing-key',
    objectId: key.id,
  });
  return key;
};
