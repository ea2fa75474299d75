/** What a SCIM request asks: its parts by the names that CloudTrail gives them. */
export interface ScimInput {
  readonly tenantId: string;
  /** Of the user, group or schema in the path. */
  readonly id?: string;
  readonly httpBody?: Readonly<Record<string, unknown>>;
  readonly filter?: string;
  /** Whether `cursor` was in the query at all: it changes the form of the answer. */
  readonly isPaged?: boolean;
  readonly cursor?: string;
  readonly count?: number;
}

export interface ScimAnswer {
  readonly status: number;
  readonly body?: object;
}

export const URN = {
  user: 'urn:ietf:params:scim:schemas:core:2.0:User',
  group: 'urn:ietf:params:scim:schemas:core:2.0:Group',
  enterprise: 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User',
  resourceType: 'urn:ietf:params:scim:schemas:core:2.0:ResourceType',
  providerConfig: 'urn:ietf:params:scim:schemas:core:2.0:ServiceProviderConfig',
  list: 'urn:ietf:params:scim:api:messages:2.0:ListResponse',
  patch: 'urn:ietf:params:scim:api:messages:2.0:PatchOp',
  error: 'urn:ietf:params:scim:api:messages:2.0:Error',
} as const;

export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
