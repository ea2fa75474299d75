import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { randomIds } from '../../src/adapters/crypto/node-crypto.ts';
import { databaseClock } from '../../src/adapters/postgres/clock.ts';
import { createTransact } from '../../src/adapters/postgres/create-transact.ts';
import { remindApprovers } from '../../src/core/access/remind-approvers.ts';
import { remindReviewers } from '../../src/core/reviews/steps/remind-reviewers.ts';
import { createReviewWorld, type ReviewWorld } from '../support/review-world.ts';
import { delegating, hourMs } from './delegations-world.ts';
import { byManager, byOwner, permitAll, type RequestsWorld, startRequestsWorld } from './requests-world.ts';
import { type Http, startHttp } from './start-http.ts';

const portsOf = ({ database }: Pick<Http, 'database'>) => ({
  transact: createTransact(database, async () => {}),
  clock: databaseClock(database),
  ids: randomIds,
});
const remindedBy = async ({ database }: Pick<Http, 'database'>, kind: string) =>
  (
    await database.pool.query(
      `select n.person_id as who, n.title, n.body, n.link, m.id is not null as "isMailed"
       from notification n left join mail m on m.notification_id = n.id where n.kind = $1 order by n.created_at, n.person_id`,
      [kind],
    )
  ).rows;

describe('an approval that waits', () => {
  let w: RequestsWorld;
  beforeAll(async () => {
    w = await startRequestsWorld();
  });
  afterAll(() => w?.http.stop());
  beforeEach(async () => {
    await w.begin(permitAll());
    await w.http.asOwner('truncate delegation cascade');
    w.signInAgain();
  });
  const { ask, named } = delegating(() => w);
  const remind = () => remindApprovers(portsOf(w.http));
  const pass = async (hours: number) => {
    await w.http.moveClock(hours * hourMs);
    w.signInAgain();
  };
  const reminded = async () => (await remindedBy(w.http, 'approval-reminder')).map(({ who }) => who);

  it('for more than half of its three days is reminded of once, in the inbox and by mail', async () => {
    const id = await ask();
    await pass(35);
    expect(await remind()).toBe(0);
    await pass(1);
    expect(await remind()).toBe(1);
    expect(await remindedBy(w.http, 'approval-reminder')).toEqual([
      {
        who: 'per_lead',
        title: 'Still waiting: Emil Employee asks for ReadOnlyAccess on prod-payments',
        body: expect.stringMatching(/waits for your decision\. Without one it is closed .* UTC\.$/),
        link: `/tasks/${id}`,
        isMailed: true,
      },
    ]);
    await pass(20);
    expect(await remind()).toBe(0);
  });

  it('is reminded of by two workers at the same moment once', async () => {
    await ask();
    await pass(37);
    await Promise.all([remind(), remind(), remind()]);
    expect(await reminded()).toEqual(['per_lead']);
  });

  it('and is decided, or over, is not reminded of', async () => {
    await w.decide('lead', await ask(), 'deny', { reason: 'no' });
    await ask('lead');
    await pass(73);
    expect(await remind()).toBe(0);
  });

  it('counts the time of each step from when it opened', async () => {
    await w.begin(permitAll([...byManager, ...byOwner]));
    const id = await ask();
    await pass(24);
    expect((await w.decide('lead', id, 'approve')).status).toBe(200);
    await pass(23);
    expect(await remind()).toBe(0);
    await pass(1);
    expect(await remind()).toBe(1);
    expect(await reminded()).toEqual(['per_owner']);
  });

  it('is reminded of to who decides in the stead of somebody who is away, too', async () => {
    await ask();
    await pass(30);
    await named('lead', 'ben', { until: new Date(Date.now() + 100 * hourMs).toISOString() });
    await pass(10);
    expect(await remind()).toBe(2);
    expect(await reminded()).toEqual(['per_ben', 'per_lead']);
  });

  it('and was only just told is not reminded of as well', async () => {
    await w.begin(permitAll([...byManager, ...byOwner]));
    const id = await ask();
    await pass(60);
    await w.decide('lead', id, 'approve');
    await pass(7);
    expect(await remind()).toBe(0);
  });
});

describe('a review that is due soon', () => {
  let http: Http;
  let review: ReviewWorld;
  beforeAll(async () => {
    http = await startHttp();
    await http.reset();
    review = await createReviewWorld(http);
  });
  afterAll(() => http?.stop());
  const remind = () => remindReviewers(portsOf(http));

  it('is reminded of two days before, once, to reviewers whose items are not all submitted', async () => {
    const dueAt = new Date(Date.now() + 100 * hourMs).toISOString();
    const id = await review.start({ dueAt });
    const mine = (await review.items(id)).filter(({ reviewer }) => reviewer.id === 'per_manager');
    expect(mine.length).toBeGreaterThan(0);
    for (const item of mine) await review.decide('per_manager', item.id, 'certify');
    await review.submit('per_manager', id);
    await http.moveClock(51 * hourMs);
    expect(await remind()).toBe(0);
    await http.moveClock(1 * hourMs);
    expect(await remind()).toBe(2);
    expect(await remindedBy(http, 'review-reminder')).toMatchObject([
      { who: 'per_auditor', title: 'Due soon: Quarterly review', link: `/reviews/${id}`, isMailed: true },
      {
        who: 'per_lead',
        body: expect.stringContaining(`until ${dueAt.slice(0, 10)}. What is not decided by then is kept.`),
      },
    ]);
    await http.moveClock(10 * hourMs);
    expect(await remind()).toBe(0);
    await http.moveClock(40 * hourMs);
    await http.asOwner(`delete from mail; delete from notification where kind = 'review-reminder'`);
    // Past its due date it is for its owner to close.
    expect(await remind()).toBe(0);
  });
});
