import { requirePermission, type Viewer } from '../../security/model/viewer.ts';
import type { Actor } from '../../shared/ports.ts';
import { Refusal } from '../../shared/refusal.ts';
import { applyRules } from './map-federation.ts';
import type { FederationPorts } from './ports.ts';

export interface AddIdentityProvider {
  viewer: Viewer;
  actor: Actor;
  name: string;
  /** Entities: the SAML and OIDC providers of AWS accounts that are this identity provider. */
  trustIds: readonly string[];
}

/**
 * Adds an identity provider outside AWS and says which providers it is in AWS; returns its id. Refuses `trust-unknown`,
 * `trust-taken` (a provider in AWS is one identity provider), `identity-provider-name-taken`.
 */
export const addIdentityProvider = async (ports: FederationPorts, command: AddIdentityProvider): Promise<string> => {
  const { viewer, actor, name } = command;
  requirePermission(viewer, 'federation.manage');
  const wanted = [...new Set(command.trustIds)];
  const trusts = await ports.views.visibleTrusts(viewer, wanted);
  if (trusts.length < wanted.length)
    throw new Refusal('invalid', 'trust-unknown', 'Not all of these are SAML or OIDC providers that you may see.', {
      field: 'trustIds',
    });
  return ports.transact(async (unit) => {
    await unit.federation.takeTurn();
    const takenBy = await unit.federation.trustTakenBy(trusts);
    if (takenBy !== null)
      throw new Refusal('conflict', 'trust-taken', `One of these providers belongs to ${takenBy} already.`, {
        field: 'trustIds',
      });
    const id = ports.ids.next('idp');
    const now = await ports.clock.now();
    if (!(await unit.federation.add({ id, name, createdBy: viewer.personId }, now)))
      throw new Refusal(
        'conflict',
        'identity-provider-name-taken',
        `There is an identity provider named ${name} already.`,
        {
          field: 'name',
        },
      );
    await unit.federation.addTrusts(id, trusts);
    const detail = { name, trusts: wanted };
    const objectKind = 'identity-provider';
    await unit.audit({ at: now, actor, action: 'identity-provider.added', objectKind, objectId: id, detail });
    await applyRules(unit, actor, now);
    return id;
  });
};
