import type { Caller, Http } from '../http/start-http.ts';
import { createWorld, type World } from './world.ts';

export const awsAccounts = {
  prodPayments: '333333333333',
  sandbox: '444444444444',
  management: '111111111111',
} as const;
/** The world has one gap, the members of Readers: a start is signed for, or the gap is closed. */
export const staleReason = 'The members of Readers are known from January and reviewed as such.';

export interface DraftOptions {
  awsAccountIds?: 'all' | string[];
  includesGroups?: boolean;
  reviewerRule?: 'manager' | 'application-owner';
  fallbackReviewerId?: string;
  silence?: 'keep' | 'revoke' | 'escalate';
  name?: string;
  dueAt?: string;
}

// biome-ignore lint/suspicious/noExplicitAny: items as the API answers them, checked against the contract on the way
export type Item = any;

/** Campaigns over the hand-made world of test/support/world.ts, driven through the API as people do. */
export const createReviewWorld = async (http: Http) => {
  const world: World = await createWorld(http.database);
  const callers = new Map<string, Caller>();
  const as = async (personId: string): Promise<Caller> => {
    const known = callers.get(personId) ?? (await http.signIn(personId));
    callers.set(personId, known);
    return known;
  };
  const done = async (answer: Promise<{ status: number; body: unknown }>, status = 200): Promise<Item> => {
    const { status: got, body } = await answer;
    if (got !== status) throw new Error(`Answered ${got}, not ${status}: ${JSON.stringify(body)}`);
    return body;
  };
  return {
    world,
    as,
    done,
    async draft(options: DraftOptions = {}, owner = 'per_campaign'): Promise<string> {
      const { awsAccountIds = 'all', includesGroups = true, ...rest } = options;
      const body = {
        name: 'Quarterly review',
        scope: { awsAccountIds, includesGroups },
        reviewerRule: 'manager',
        fallbackReviewerId: 'per_auditor',
        silence: 'keep',
        dueAt: '2099-01-01T00:00:00.000Z',
        ...rest,
      };
      return (await done((await as(owner)).post('/api/v1/campaigns', body), 201)).id;
    },
    async start(options: DraftOptions = {}, owner = 'per_campaign'): Promise<string> {
      const id = await this.draft(options, owner);
      await done((await as(owner)).post(`/api/v1/campaigns/${id}/start`, { staleReason }));
      return id;
    },
    async items(campaignId: string): Promise<Item[]> {
      return (await done((await as('per_campaign')).get(`/api/v1/campaigns/${campaignId}/items?limit=200`))).items;
    },
    /** The one item whose sentence is this. */
    async item(campaignId: string, sentence: string): Promise<Item> {
      const found = (await this.items(campaignId)).filter((item) => item.sentence === sentence);
      if (found.length !== 1) throw new Error(`${found.length} items say: ${sentence}`);
      return found[0];
    },
    async decide(
      reviewer: string,
      itemId: string,
      decision: 'certify' | 'revoke' | null,
      reason = 'Not needed any more',
    ) {
      const caller = await as(reviewer);
      return caller.post(
        `/api/v1/reviews/items/${itemId}/decision`,
        decision === 'revoke' ? { decision, reason } : { decision },
      );
    },
    async submit(reviewer: string, campaignId: string) {
      return done((await as(reviewer)).post('/api/v1/reviews/submit', { campaignId }));
    },
    async close(campaignId: string, owner = 'per_campaign') {
      return (await as(owner)).post(`/api/v1/campaigns/${campaignId}/close`);
    },
    campaign: async (id: string): Promise<Item> => done((await as('per_campaign')).get(`/api/v1/campaigns/${id}`)),
    query: async (text: string, values: unknown[] = []): Promise<Item[]> =>
      (await http.database.pool.query(text, values)).rows,
    /** A later publication of con_org, in which these grants (principal, target) ended, or began again. */
    async publish(seq: number, changes: { end?: [string, string][]; begin?: [string, string][] }) {
      await world.run('con_org', seq, `2026-03-0${seq}T10:00:00.000Z`);
      for (const [principal, target] of changes.end ?? [])
        await http.database.pool.query(
          `update grant_fact set to_seq = $3 where principal_id = $1 and to_seq is null and entitlement_id in (
             select id from entitlement where target_id = $2)`,
          [world.id(principal), world.id(target), seq],
        );
      for (const [principal, target] of changes.begin ?? [])
        await world.grant('group-member', principal, target, { from: seq });
    },
  };
};
export type ReviewWorld = Awaited<ReturnType<typeof createReviewWorld>>;
