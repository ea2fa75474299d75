import { Refusal } from '../../shared/refusal.ts';
import type { FederationStores } from './ports.ts';

export const requireProvider = async (unit: FederationStores, id: string): Promise<string> => {
  const name = await unit.federation.nameOf(id);
  if (name === null)
    throw new Refusal('not-found', 'identity-provider-not-found', 'There is no such identity provider.');
  return name;
};
