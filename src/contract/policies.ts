import { z } from 'zod';
import { routes } from './route.ts';
import { EntityId, Instant, PageQuery, PersonId, pageOf } from './shared.ts';

const Who = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('everyone') }),
  z.object({ kind: z.literal('group'), groupId: EntityId }),
  z.object({ kind: z.literal('department'), department: z.string().min(1).max(100) }),
]);
const Approvers = z
  .array(
    z.discriminatedUnion('kind', [
      z.object({ kind: z.literal('manager') }),
      z.object({ kind: z.literal('application-owner') }),
      z.object({
        kind: z.literal('named-people'),
        personIds: z.array(PersonId).min(1).max(20),
        needed: z.number().int().min(1).max(5).default(1),
      }),
    ]),
  )
  .max(4);
const Accounts = z.union([
  z.literal('all'),
  z
    .array(z.string().regex(/^\d{12}$/))
    .min(1)
    .max(500),
]);
const Sets = z.union([z.literal('all'), z.array(EntityId).min(1).max(200)]);
const formWith = <A extends typeof Approvers>(approval: A) =>
  z.discriminatedUnion('shape', [
    z.object({
      shape: z.literal('permission-sets'),
      who: Who,
      permissionSets: Sets,
      awsAccounts: Accounts,
      maxMinutes: z.number().int().min(5).max(43200),
      approval,
    }),
    z.object({
      shape: z.literal('groups'),
      who: Who,
      groupIds: z.union([z.literal('all'), z.array(EntityId).min(1).max(200)]),
      maxMinutes: z.number().int().min(5).max(43200),
      approval,
    }),
    z.object({
      shape: z.literal('automatic'),
      who: Who,
      permissionSets: Sets,
      awsAccounts: Accounts,
      maxMinutes: z.number().int().min(5).max(1440),
    }),
    z.object({
      shape: z.literal('forbid'),
      who: Who,
      permissionSets: Sets,
      awsAccounts: Accounts,
      because: z.string().min(3).max(200),
    }),
    z.object({ shape: z.literal('extra-approval'), permissionSets: Sets, awsAccounts: Accounts, approval }),
  ]);
/** At most five shapes; each generates one Cedar policy (core/access/model/policy-form.ts). Only `automatic` asks nobody. */
export const PolicyForm = formWith(Approvers.min(1));
export type PolicyForm = z.infer<typeof PolicyForm>;
/** Saved before the others had to ask somebody, a policy of any shape may have no approval step. */
const SavedForm = formWith(Approvers);
export const Policy = z
  .object({
    id: z.string(),
    name: z.string(),
    form: SavedForm,
    cedar: z.string(),
    /** Whoever it is for gets what they ask for at once: it has no approval step. */
    approvesByItself: z.boolean(),
    isEnabled: z.boolean(),
    createdAt: Instant,
    updatedAt: Instant,
    version: z.number().int(),
  })
  .meta({ id: 'Policy' });
export type Policy = z.infer<typeof Policy>;
/** What a form would give, and what is wrong with it; each at its field, or at none when it is the whole. */
export const PolicyPreview = z
  .object({
    cedar: z.string(),
    approvesByItself: z.boolean(),
    findings: z.array(
      z.object({
        field: z
          .enum(['name', 'who', 'permissionSets', 'awsAccounts', 'groupIds', 'maxMinutes', 'approval', 'because'])
          .nullable(),
        message: z.string(),
      }),
    ),
  })
  .meta({ id: 'PolicyPreview' });
export type PolicyPreview = z.infer<typeof PolicyPreview>;
const Body = z.object({
  name: z.string().trim().min(1).max(120),
  form: PolicyForm,
  isEnabled: z.boolean().default(true),
});
const tag = 'Policies';
const params = z.object({ id: z.string().regex(/^pol_[0-9a-z]+$/) });
export const policyRoutes = routes({
  list: {
    method: 'GET',
    path: '/api/v1/policies',
    permission: 'policies.read',
    tag,
    summary: 'Access policies',
    query: PageQuery,
    /** With how many that are in force approve by themselves, on whatever page. */
    response: pageOf(Policy).extend({ approvingByThemselves: z.number().int() }),
  },
  get: {
    method: 'GET',
    path: '/api/v1/policies/:id',
    permission: 'policies.read',
    tag,
    summary: 'One policy, form and Cedar',
    params,
    response: Policy,
  },
  add: {
    method: 'POST',
    path: '/api/v1/policies',
    permission: 'policies.manage',
    tag,
    summary: 'Add a policy; refused when any lint finds a fault',
    body: Body,
    response: Policy,
    status: 201,
  },
  preview: {
    method: 'POST',
    path: '/api/v1/policies/preview',
    permission: 'policies.manage',
    tag,
    summary: 'The Cedar text of a form, with what saving it would be refused for; changes nothing',
    body: z.object({ name: Body.shape.name, form: SavedForm }),
    response: PolicyPreview,
  },
  change: {
    method: 'PATCH',
    path: '/api/v1/policies/:id',
    permission: 'policies.manage',
    tag,
    summary: 'Change a policy',
    params,
    // Without the default of adding: what is not sent stays as it is.
    body: Body.extend({ isEnabled: z.boolean() }).partial(),
    response: Policy,
  },
  remove: {
    method: 'DELETE',
    path: '/api/v1/policies/:id',
    permission: 'policies.manage',
    tag,
    summary: 'Remove a policy; running requests keep their revision',
    params,
    status: 204,
  },
});
