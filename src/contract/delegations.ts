import { z } from 'zod';
import { routes } from './route.ts';
import { Instant, PageQuery, PersonId, PersonLink, pageOf } from './shared.ts';

export const DelegationId = z.string().regex(/^dlg_[0-9a-z]+$/);

/** Who decides in whose stead while they are away (REQ-8). */
export const Delegation = z
  .object({
    id: DelegationId,
    /** Who is away. */
    person: PersonLink,
    delegate: PersonLink,
    from: Instant,
    until: Instant,
    note: z.string().nullable(),
    status: z.enum(['upcoming', 'in-force', 'over']),
    createdAt: Instant,
    createdBy: PersonLink,
    /** Before its time. */
    endedAt: Instant.nullable(),
    endedBy: PersonLink.nullable(),
    /** What the viewer may do. */
    canEnd: z.boolean(),
  })
  .meta({ id: 'Delegation' });
export type Delegation = z.infer<typeof Delegation>;

export const Colleague = z
  .object({ id: PersonId, name: z.string(), email: z.string().nullable() })
  .meta({ id: 'Colleague' });
export type Colleague = z.infer<typeof Colleague>;

const tag = 'Delegations';
const permission = 'requests.make';
const flag = z.enum(['true', 'false']).optional();
export const delegationRoutes = routes({
  list: {
    method: 'GET',
    path: '/api/v1/delegations',
    permission,
    tag,
    summary: 'Delegations of mine, as who is away or as delegate; all for administrators of requests and auditors',
    query: PageQuery.extend({
      /** Only mine, or only those of others. */
      mine: flag,
      /** Only those that are upcoming or in force, or only those that are over. */
      open: flag,
    }),
    response: pageOf(Delegation),
  },
  add: {
    method: 'POST',
    path: '/api/v1/delegations',
    permission,
    tag,
    summary: 'Name who decides in my stead while I am away (REQ-8)',
    body: z.object({
      /** Who is away, for administrators of requests; oneself when absent. */
      personId: PersonId.optional(),
      delegateId: PersonId,
      /** From now when absent. */
      from: Instant.optional(),
      until: Instant,
      note: z.string().trim().max(300).optional(),
    }),
    response: Delegation,
    status: 201,
  },
  end: {
    method: 'POST',
    path: '/api/v1/delegations/:id/end',
    permission,
    tag,
    summary: 'End a delegation of mine before its time; any, for administrators of requests',
    params: z.object({ id: DelegationId }),
    response: Delegation,
  },
  /**
   * Everybody may look a colleague up, since anybody may be away: a name and an e-mail address, as the company's own
   * address book gives them, of at most 20 people whose name or address holds what was typed. Nothing of what they may
   * reach, and no list of everybody (SEC-2).
   */
  candidates: {
    method: 'GET',
    path: '/api/v1/delegations/candidates',
    permission,
    tag,
    summary: 'Colleagues who could decide in my stead, by name or e-mail; 20 at most',
    query: z.object({ q: z.string().trim().min(2).max(100) }),
    response: z.object({ items: z.array(Colleague) }),
  },
});
