import { createHash, timingSafeEqual } from 'node:crypto';

/** An access token of automatic provisioning. It is shown once; what is kept is its hash. */
export interface ScimToken {
  readonly id: string;
  readonly sha256: string;
  readonly createdAt: number;
  readonly expiresAt: number;
}

/** Automatic provisioning of an instance: the tenant that its endpoint names, and what opens it. */
export interface ScimTenant {
  readonly tenantId: string;
  readonly tokens: ScimToken[];
}

/** Of the external ids that come in by the tenant. */
export function scimIssuer(tenantId: string): string {
  return `https://scim.aws.com/${tenantId}`;
}

export function scimTokenHash(token: string): string {
  return createHash('sha256').update(token).digest('hex');
}

/** The tenant's token with that text, also when it has expired. */
export function scimTokenOf(tenant: ScimTenant, text: string): ScimToken | undefined {
  const hash = Buffer.from(scimTokenHash(text));
  return tenant.tokens.find(({ sha256 }) => timingSafeEqual(hash, Buffer.from(sha256)));
}
