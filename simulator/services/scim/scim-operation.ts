import type { IdentityCenter } from '../../state/identity-center/identity-center.ts';
import { scimIssuer } from '../../state/identity-center/identity-center-scim.ts';
import type { Call } from '../call.ts';
import { type Operation, operation } from '../service.ts';
import { unauthorized } from './refusals.ts';
import type { ScimAnswer, ScimInput } from './scim-request.ts';

/** The instance that a tenant provisions, and what its external ids and addresses begin with. */
export interface Tenant {
  readonly center: IdentityCenter;
  readonly issuer: string;
  readonly endpoint: string;
}

/** An operation on the tenant that its path names. A token opens all of it: there are no permissions. */
export function scimOperation(
  name: string,
  handle: (call: Call, tenant: Tenant, input: ScimInput) => ScimAnswer,
): Operation {
  return operation<ScimInput, ScimAnswer>({
    name,
    action: false,
    handle: (call, input) => handle(call, requireTenant(call, input.tenantId), input),
  });
}

/** Provisioning may have been switched off while the call waited. */
function requireTenant({ world }: Call, tenantId: string): Tenant {
  const center = world.identityCenters.find(({ base }) => base.scim?.tenantId === tenantId);
  if (!center) throw unauthorized('There is no such tenant.');
  const endpoint = `https://scim.${center.base.region}.amazonaws.com/${tenantId}/scim/v2`;
  return { center, issuer: scimIssuer(tenantId), endpoint };
}
