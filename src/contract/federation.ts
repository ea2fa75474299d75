import { z } from 'zod';
import { routes } from './route.ts';
import { AwsAccountLink, EntityId, Instant, PageQuery, pageOf } from './shared.ts';

const Id = z.string().regex(/^idp_[0-9a-z]+$/);
export const IdentityProvider = z
  .object({
    id: Id,
    name: z.string(),
    groupCount: z.number().int(),
    personCount: z.number().int(),
    unmatchedEmails: z.number().int(),
    trusts: z.array(z.object({ id: EntityId, arn: z.string(), awsAccount: AwsAccountLink.nullable() })),
    createdAt: Instant,
  })
  .meta({ id: 'IdentityProvider' });
export type IdentityProvider = z.infer<typeof IdentityProvider>;
export const IdpGroup = z
  .object({ id: z.string(), name: z.string(), memberCount: z.number().int(), maps: z.array(z.string()) })
  .meta({ id: 'IdpGroup' });
export const FederationRule = z
  .object({
    id: z.string(),
    kind: z.enum(['pattern', 'pair']),
    pattern: z.string().nullable(),
    group: z.string().nullable(),
    role: z.string().nullable(),
    confirmed: z.number().int(),
    roleUnknown: z.number().int(),
    trustRefuses: z.number().int(),
  })
  .meta({ id: 'FederationRule' });
export const RulePreview = z
  .object({
    items: z.array(
      z.object({
        group: z.string(),
        role: z.string().nullable(),
        awsAccount: AwsAccountLink.nullable(),
        status: z.enum(['confirmed', 'role-unknown', 'trust-refuses']),
        detail: z.string(),
        members: z.number().int(),
      }),
    ),
    unmatchedGroups: z.number().int(),
  })
  .meta({ id: 'RulePreview' });
const Rule = z.discriminatedUnion('kind', [
  /** Named groups (?<role>…) and (?<accountid>\d{12}) or (?<alias>…), e.g. ^aws#(?<alias>[^#]+)#(?<role>[^#]+)#(?<accountid>\d{12})$ */
  z.object({ kind: z.literal('pattern'), pattern: z.string().min(3).max(300) }),
  z.object({ kind: z.literal('pair'), groupId: z.string().regex(/^igr_[0-9a-z]+$/), roleId: EntityId }),
]);
const tag = 'Federation';
const read = 'federation.read';
const manage = 'federation.manage';
const params = z.object({ id: Id });
export const federationRoutes = routes({
  list: {
    method: 'GET',
    path: '/api/v1/identity-providers',
    permission: read,
    tag,
    summary: 'Identity providers outside AWS',
    query: PageQuery,
    response: pageOf(IdentityProvider),
  },
  add: {
    method: 'POST',
    path: '/api/v1/identity-providers',
    permission: manage,
    tag,
    summary: 'Add an identity provider and say which AWS providers it is',
    body: z.object({ name: z.string().trim().min(1).max(100), trustIds: z.array(EntityId).max(200) }),
    response: IdentityProvider,
    status: 201,
  },
  candidates: {
    method: 'GET',
    path: '/api/v1/identity-provider-trusts',
    permission: read,
    tag,
    summary: 'SAML and OIDC providers that roles trust',
    response: z.object({
      items: z.array(
        z.object({
          id: EntityId,
          arn: z.string(),
          kind: z.enum(['saml-provider', 'oidc-provider']),
          awsAccount: AwsAccountLink.nullable(),
          roleCount: z.number().int(),
        }),
      ),
    }),
  },
  upload: {
    method: 'POST',
    path: '/api/v1/identity-providers/:id/groups',
    permission: manage,
    tag,
    summary: 'Replace groups and members by CSV with the columns group,email',
    params,
    /** At most 10,000 rows. */
    body: z.object({ csv: z.string().max(3_000_000) }),
    maxBodyBytes: 4 * 1024 * 1024,
    response: z.object({
      groups: z.number().int(),
      members: z.number().int(),
      added: z.number().int(),
      removed: z.number().int(),
      unmatchedEmails: z.array(z.string()),
    }),
  },
  groups: {
    method: 'GET',
    path: '/api/v1/identity-providers/:id/groups',
    permission: read,
    tag,
    summary: 'Groups of an identity provider',
    params,
    query: PageQuery.extend({ q: z.string().max(200).optional() }),
    response: pageOf(IdpGroup),
  },
  rules: {
    method: 'GET',
    path: '/api/v1/identity-providers/:id/rules',
    permission: read,
    tag,
    summary: 'Mapping rules with what they give',
    params,
    response: z.object({ items: z.array(FederationRule) }),
  },
  previewRule: {
    method: 'POST',
    path: '/api/v1/identity-providers/:id/rules/preview',
    permission: manage,
    tag,
    summary: 'What a rule would map, checked against the synced trust; changes nothing',
    params,
    body: Rule,
    response: RulePreview,
  },
  addRule: {
    method: 'POST',
    path: '/api/v1/identity-providers/:id/rules',
    permission: manage,
    tag,
    summary: 'Add a mapping rule',
    params,
    body: Rule,
    response: FederationRule,
    status: 201,
  },
  removeRule: {
    method: 'DELETE',
    path: '/api/v1/federation-rules/:ruleId',
    permission: manage,
    tag,
    summary: 'Remove a mapping rule',
    params: z.object({ ruleId: z.string().regex(/^frl_[0-9a-z]+$/) }),
    status: 204,
  },
});
