import { type Codec, ServiceCodec } from '../protocols/service-codec.ts';
import { cloudTrail } from './cloudtrail/index.ts';
import { iam } from './iam/index.ts';
import { identityStore } from './identity-store/index.ts';
import { organizations } from './organizations/index.ts';
import { scim } from './scim/index.ts';
import { ScimCodec } from './scim/scim-codec.ts';
import type { Service } from './service.ts';
import { ssoAdmin } from './sso-admin/index.ts';
import { ssoOidc } from './sso-oidc/index.ts';
import { ssoPortal } from './sso-portal/index.ts';
import { sts } from './sts/index.ts';

/** Every simulated service. A new one is a folder beside these and a line here. */
export const SERVICES: readonly Service[] = [
  ...[sts, iam, organizations, identityStore, ssoAdmin, ssoPortal, ssoOidc, scim, cloudTrail],
];

/** How one is spoken to. */
export function newCodec(service: Service): Codec {
  return service.protocol === 'scim' ? new ScimCodec(service) : new ServiceCodec(service);
}
