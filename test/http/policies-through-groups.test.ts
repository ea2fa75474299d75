import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import type { PolicyForm } from '../../src/core/access/model/policy/policy-form.ts';
import {
  anywhere,
  byManager,
  everyone,
  permitAll,
  permitGroups,
  type RequestsWorld,
  refused,
  startRequestsWorld,
} from './requests-world.ts';

let w: RequestsWorld;
beforeAll(async () => {
  w = await startRequestsWorld();
});
afterAll(() => w?.http.stop());
/** Platform gives AdministratorAccess on prod-payments; Support gives ReadOnlyAccess on sandbox and management. */
const forbidAdminOnProd = (who: PolicyForm extends infer F ? (F extends { who: infer W } ? W : never) : never) =>
  ({
    shape: 'forbid',
    who,
    permissionSets: [w.world.ent('admin')],
    awsAccounts: ['333333333333'],
    because: 'Nobody administers payments',
  }) as const;
const through =
  'Platform gives AdministratorAccess on prod-payments, which "Policy 1" forbids: Nobody administers payments';
const unread = 'Cannot be decided: what Support gives was not read whole since 2026-02-11T08:00:00.000Z.';

const ask = (group: string, who = 'lead') => w.submit(who, { entitlement: w.group(group) });
const preview = async (group: string, who = 'lead') =>
  (await (await w.as(who)).post('/api/v1/requests/preview', { entitlement: w.group(group), durationMinutes: 60 })).body;
const inCatalog = async (group: string, who = 'lead') =>
  (await (await w.as(who)).get('/api/v1/catalog?kind=group-member&limit=100')).body.items.find(
    ({ ref }: { ref: { groupId: string } }) => ref.groupId === w.world.ent(group),
  ).answer;
const gap = (kind: Parameters<typeof w.world.gap>[1], a: string, b?: string) =>
  w.world.gap('con_org', kind, a, {
    ...(b && { b }),
    failedAt: '2026-02-11T08:00:00Z',
    action: 'sso:ListAccountAssignments',
    message: 'no',
  });
beforeEach(() =>
  w.http.asOwner(`delete from scope_gap where failed_at = '2026-02-11T08:00:00Z';
    delete from scope where not exists (select from scope_gap g where g.scope_id = scope.id);
    delete from grant_fact where from_seq = 2 and kind = 2`),
);

it('a forbidden permission set is not to be had through a group: catalog, preview and request say the same', async () => {
  const [, policyId] = await w.begin(permitGroups, forbidAdminOnProd(everyone));
  const answer = await ask('platform');
  expect(refused(answer)).toEqual({ status: 403, code: 'policy-says-no' });
  expect(answer.body.facts).toEqual({ reasons: [through], policies: [{ id: policyId, name: 'Policy 1' }] });
  expect(await preview('platform')).toMatchObject({ isAllowed: false, reasons: [through], maxMinutes: null });
  expect(await inCatalog('platform')).toMatchObject({ isAllowed: false, reasons: [through] });
  expect(await inCatalog('support', 'emil')).toMatchObject({ isAllowed: true });
  expect((await ask('support', 'emil')).status).toBe(201);
});

it('a forbid for some people is not in the way of others', async () => {
  await w.begin(permitGroups, forbidAdminOnProd({ kind: 'group', groupId: w.world.ent('support') }));
  expect((await preview('platform', 'lead')).reasons).toEqual([through]);
  expect((await preview('platform', 'emil')).reasons).toEqual(['You hold it already, with no end.']);
});

it('what the group came to give after the request was made is found when it is approved, and nothing is granted', async () => {
  await w.begin(permitGroups, forbidAdminOnProd(everyone));
  const { body } = await ask('support', 'emil');
  const assignment = { set: 'admin', awsAccount: 'prod-payments', from: 2 };
  await w.world.grant('permission-set-assignment', 'support', 'prod-payments', assignment);
  const answer = await w.decide('owner', body.id, 'approve');
  expect(refused(answer)).toEqual({ status: 409, code: 'no-longer-allowed' });
  expect(answer.body.detail).toContain(through.replace('Platform', 'Support'));
  expect(await w.rows('select from lease where request_id = $1', [body.id])).toEqual([]);
});

it.each<[string, Parameters<typeof gap>]>([
  ['the assignments of the forbidden pair', ['assignments-of-pair', 'prod-payments', 'admin']],
  ['the permission sets on the AWS account', ['pairs-of-aws-account', 'prod-payments']],
  ['the AWS accounts of the permission set', ['accounts-of-permission-set', 'admin']],
  ['the assignments of the group', ['assignments-of-principal', 'support']],
])('where %s could not be read, a group is not said to give nothing', async (_what, gapOf) => {
  await w.begin(permitGroups, forbidAdminOnProd(everyone));
  await gap(...gapOf);
  const answer = await ask('support', 'emil');
  expect(refused(answer)).toEqual({ status: 403, code: 'policy-says-no' });
  expect(answer.body.facts).toMatchObject({ reasons: [unread], policies: [{ name: 'Policy 1' }] });
  expect(await inCatalog('support', 'emil')).toMatchObject({ isAllowed: false, reasons: [unread] });
});

it.each<[string, Parameters<typeof gap>]>([
  ['another pair', ['assignments-of-pair', 'prod-payments', 'readonly']],
  ['another AWS account', ['pairs-of-aws-account', 'sandbox']],
  ['AWS accounts that no policy can name', ['aws-accounts', 'org']],
  ['another group', ['assignments-of-principal', 'readers']],
])('an unread listing of %s is no reason to refuse', async (_what, gapOf) => {
  await w.begin(permitGroups, forbidAdminOnProd(everyone));
  await gap(...gapOf);
  expect(await preview('support', 'emil')).toMatchObject({ isAllowed: true });
});

it('a forbid on all AWS accounts covers those that could not be listed', async () => {
  await w.begin(permitGroups, { ...forbidAdminOnProd(everyone), awsAccounts: 'all' });
  await gap('aws-accounts', 'org');
  expect(await preview('support', 'emil')).toMatchObject({ isAllowed: false, reasons: [unread] });
});

it('who may be in the forbidden group, by a listing that failed, is not let through by way of another group', async () => {
  await w.begin(permitGroups, forbidAdminOnProd({ kind: 'group', groupId: w.world.ent('readers') }));
  const reason = 'Cannot be decided: the members of Readers were not read since 2026-02-10T09:59:00.000Z.';
  expect(await preview('platform')).toMatchObject({ isAllowed: false, reasons: [reason] });
  expect(await preview('support', 'emil')).toMatchObject({ isAllowed: true });
});

it('an extra approval for a permission set is asked for a group that gives it too, and for no other', async () => {
  const extra = {
    shape: 'extra-approval',
    permissionSets: [w.world.ent('admin')],
    awsAccounts: 'all',
    approval: [{ kind: 'named-people', personIds: ['per_auditor'], needed: 1 }],
  } as const;
  await w.begin(permitGroups, extra);
  const kinds = async (group: string, who: string) =>
    (await preview(group, who)).steps.map(({ kind }: { kind: string }) => kind);
  expect(await kinds('platform', 'lead')).toEqual(['application-owner', 'named-people']);
  expect(await kinds('support', 'emil')).toEqual(['application-owner']);
  const { body } = await ask('support', 'emil');
  const assignment = { set: 'admin', awsAccount: 'prod-payments', from: 2 };
  await w.world.grant('permission-set-assignment', 'support', 'prod-payments', assignment);
  const answer = await w.decide('owner', body.id, 'approve');
  expect(refused(answer)).toEqual({ status: 409, code: 'no-longer-allowed' });
  expect(answer.body.detail).toContain('"Policy 1" asks for more approval');
});

it('a permit for a permission set does not let anybody into a group that gives it: the group must be permitted', async () => {
  await w.begin(permitAll());
  expect(await preview('platform')).toMatchObject({
    isAllowed: false,
    reasons: ['No policy lets you ask for this.'],
  });
  expect(refused(await ask('platform'))).toEqual({ status: 403, code: 'policy-says-no' });
  await w.begin(permitAll(), { ...permitGroups, groupIds: [w.world.ent('platform')], approval: byManager });
  expect((await ask('platform')).status).toBe(201);
});

it('a group that gives a thousand things costs as many statements as one that gives one', async () => {
  await w.begin(permitGroups, { shape: 'forbid', who: everyone, ...anywhere, because: 'Nothing at all' });
  const statements = async () => {
    const { pool } = w.http.database;
    const query = pool.query;
    let count = 0;
    pool.query = ((...values: unknown[]) => {
      count += 1;
      return Reflect.apply(query, pool, values);
    }) as unknown as typeof query;
    const { reasons } = await inCatalog('support', 'emil');
    pool.query = query;
    return { count, reasons };
  };
  const few = await statements();
  expect(few.reasons).toEqual([
    expect.stringContaining('Support gives ReadOnlyAccess on management and 1 more, which'),
  ]);
  await w.http.asOwner(`
    insert into entity (kind, native_id) select 2, '77' || lpad(n::text, 10, '0') from generate_series(1, 1000) n on conflict do nothing;
    insert into entitlement (kind, target_id, ps_id, account_id)
      select 2, id, ${w.world.id('readonly')}, id from entity where kind = 2 and native_id like '77%' on conflict do nothing;
    insert into grant_fact (kind, entitlement_id, principal_id, from_seq)
      select 2, t.id, ${w.world.id('support')}, 2 from entitlement t join entity e on e.id = t.target_id where e.native_id like '77%'`);
  const many = await statements();
  expect(many.reasons).toEqual([expect.stringContaining('and 1001 more, which')]);
  expect(many.count).toBe(few.count);
});
