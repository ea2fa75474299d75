import { z } from 'zod';
import { routes } from './route.ts';
import { Instant, PageQuery, PersonId, PersonLink, pageOf } from './shared.ts';

export const MemberRole = z
  .enum([
    'super-administrator',
    'connector-administrator',
    'request-administrator',
    'campaign-administrator',
    'auditor',
  ])
  .meta({ id: 'MemberRole' });
export type MemberRole = z.infer<typeof MemberRole>;

/** Somebody of the directory, and what they may do here (SEC-2). */
export const Member = z
  .object({
    id: PersonId,
    name: z.string(),
    email: z.string().nullable(),
    title: z.string().nullable(),
    status: z.enum(['active', 'inactive']),
    source: z.enum(['demo', 'identity-center', 'csv', 'scim', 'manual', 'first-run', 'oidc']),
    roles: z.array(
      z.object({
        role: MemberRole,
        grantedAt: Instant,
        /** By a claim of the sign-in provider: it goes when the claim goes. */
        isFromClaim: z.boolean(),
        /** Null: by a claim, by the first-run link, or by the demo's making. */
        grantedBy: PersonLink.nullable(),
      }),
    ),
    /** Null: never. */
    lastSignedInAt: Instant.nullable(),
    /** Connectors that they own and manage by being a Connector Administrator. */
    ownedConnectorCount: z.number().int(),
  })
  .meta({ id: 'Member' });
export type Member = z.infer<typeof Member>;

/** What a role is, in words, and how many active people hold it. */
export const RoleDescription = z
  .object({
    role: MemberRole,
    name: z.string(),
    summary: z.string(),
    may: z.array(z.string()),
    mayNot: z.array(z.string()),
    holderCount: z.number().int(),
  })
  .meta({ id: 'RoleDescription' });
export type RoleDescription = z.infer<typeof RoleDescription>;

const tag = 'Members';
const read = 'members.read';
const manage = 'members.manage';
export const memberRoutes = routes({
  list: {
    method: 'GET',
    path: '/api/v1/members',
    permission: read,
    tag,
    summary: 'People, with their roles and when they last signed in',
    query: PageQuery.extend({
      /** Part of a name or e-mail. */
      q: z.string().max(200).optional(),
      /** Only who holds this role, or any; everybody when absent. */
      role: z.enum([...MemberRole.options, 'any']).optional(),
    }),
    response: pageOf(Member),
  },
  roles: {
    method: 'GET',
    path: '/api/v1/member-roles',
    permission: read,
    tag,
    summary: 'The roles there are, what each may do, and how many hold it',
    response: z.object({ items: z.array(RoleDescription) }),
  },
  get: {
    method: 'GET',
    path: '/api/v1/members/:id',
    permission: read,
    tag,
    summary: 'One person, with their roles',
    params: z.object({ id: PersonId }),
    response: Member,
  },
  invite: {
    method: 'POST',
    path: '/api/v1/members',
    permission: manage,
    tag,
    summary: 'Invite a person by e-mail: they get a link to sign in, and no credential',
    body: z.object({
      name: z
        .string()
        .trim()
        .min(1)
        .max(200)
        .refine((name) => !/[\p{Cc}\u2028\u2029]/u.test(name), 'Must be one line'),
      email: z.email().max(254),
      roles: z.array(MemberRole).max(MemberRole.options.length).default([]),
    }),
    response: Member,
    status: 201,
  },
  grant: {
    method: 'POST',
    path: '/api/v1/members/:id/roles',
    permission: manage,
    tag,
    summary: 'Give a person a role',
    params: z.object({ id: PersonId }),
    body: z.object({ role: MemberRole }),
    response: Member,
  },
  takeAway: {
    method: 'DELETE',
    path: '/api/v1/members/:id/roles/:role',
    permission: manage,
    tag,
    summary: 'Take a role away from a person',
    params: z.object({ id: PersonId, role: MemberRole }),
    response: Member,
  },
});
