import { z } from 'zod';
import { routes } from './route.ts';
import { AwsAccountLink, EntityId, PersonId } from './shared.ts';

/** Names to choose from, and nothing of who holds what (docs/decisions/0011). */
export const PersonName = z
  .object({ id: PersonId, name: z.string(), email: z.string().nullable() })
  .meta({ id: 'PersonName' });
export const GroupName = z
  .object({
    id: EntityId,
    kind: z.enum(['identity-center-group', 'iam-group']),
    name: z.string(),
    /** Of an IAM group. */
    awsAccount: AwsAccountLink.nullable(),
  })
  .meta({ id: 'GroupName' });
export const PermissionSetName = z.object({ id: EntityId, name: z.string() }).meta({ id: 'PermissionSetName' });

/** The best matches, not pages: who does not find it among 50 types more of the name. */
const found = <T extends z.ZodType>(item: T) => z.object({ items: z.array(item), total: z.number().int() });
const Query = z.object({
  /** Part of a name, e-mail or number, or a whole id. */
  q: z.string().max(200).optional(),
  limit: z.coerce.number().int().min(1).max(50).default(20),
});

const tag = 'Look-up';
const permission = 'directory.look-up';
export const lookUpRoutes = routes({
  people: {
    method: 'GET',
    path: '/api/v1/look-up/people',
    permission,
    tag,
    summary: 'People by name, e-mail or id, whatever they hold',
    query: Query.extend({ status: z.enum(['active', 'inactive']).optional() }),
    response: found(PersonName),
  },
  awsAccounts: {
    method: 'GET',
    path: '/api/v1/look-up/aws-accounts',
    permission,
    tag,
    summary: 'AWS accounts by name or number, whoever can reach them',
    query: Query,
    response: found(AwsAccountLink),
  },
  permissionSets: {
    method: 'GET',
    path: '/api/v1/look-up/permission-sets',
    permission,
    tag,
    summary: 'Permission sets by name or id, whoever holds them',
    query: Query,
    response: found(PermissionSetName),
  },
  groups: {
    method: 'GET',
    path: '/api/v1/look-up/groups',
    permission,
    tag,
    summary: 'Groups of Identity Center and IAM by name or id, whoever is in them',
    query: Query,
    response: found(GroupName),
  },
  reviewers: {
    method: 'GET',
    path: '/api/v1/look-up/reviewers',
    permission: 'reviews.decide',
    tag,
    summary: 'People to give a review item to; nobody for who has none to give',
    query: z.object({
      q: z.string().trim().min(2).max(200),
      limit: z.coerce.number().int().min(1).max(10).default(10),
    }),
    response: found(PersonName),
  },
});
