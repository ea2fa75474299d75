import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { seedDemoPolicies } from '../../src/core/access/policies/seed-demo-policies.ts';
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
beforeEach(() => w.begin());

const add = async (form: object, name = 'A policy', headers = {}) =>
  (await w.as('super')).post('/api/v1/policies', { name, form }, headers);
const revisions = () => w.rows('select number, policies from policy_revision order by number');

describe('saving a policy', () => {
  it('makes a revision of the whole set, with its audit entry, in one go', async () => {
    const first = await add(permitAll(), 'First');
    const second = await add(permitGroups, 'Second');
    expect([first.status, second.status]).toEqual([201, 201]);
    expect(first.body.cedar).toContain('context.durationMinutes <= 480');
    const saved = await revisions();
    expect(saved.map(({ policies }) => Object.keys(policies).length)).toEqual([1, 2]);
    expect(saved[1].policies[first.body.id]).toEqual({ name: 'First', cedar: first.body.cedar });
    const audit = await w.rows(`select detail from audit_entry where action = 'policy.added' and object_id = $1`, [
      second.body.id,
    ]);
    expect(audit).toMatchObject([{ detail: { name: 'Second', revision: saved[1].number } }]);
  });

  it.each<[string, () => object]>([
    ['a permission set that is not there', () => ({ ...permitAll(), permissionSets: ['ent_99999'] })],
    ['something that is no permission set', () => ({ ...permitAll(), permissionSets: [w.world.ent('platform')] })],
    [
      'an AWS account that is not there',
      () => ({
        shape: 'forbid',
        who: everyone,
        permissionSets: 'all',
        awsAccounts: ['123123123123'],
        because: 'Never',
      }),
    ],
    ['a group that is not there', () => ({ ...permitAll(), who: { kind: 'group', groupId: 'ent_99999' } })],
    [
      'people who are not there',
      () => permitAll([{ kind: 'named-people', personIds: ['per_nobody'], needed: 1 }] as never),
    ],
    [
      'more approvers than are named',
      () => permitAll([{ kind: 'named-people', personIds: ['per_ben'], needed: 2 }] as never),
    ],
  ])('that names %s is refused with the fault, and nothing changes', async (_what, form) => {
    await add(permitAll(), 'Good');
    const before = await w.rows('select * from access_policy');
    const answer = await add(form());
    expect(refused(answer)).toEqual({ status: 400, code: 'policy-refused' });
    expect(answer.body.facts.faults.length).toBeGreaterThan(0);
    expect(await w.rows('select * from access_policy')).toEqual(before);
    expect(await revisions()).toHaveLength(1);
  });

  it('that holds a text which can not be stored is refused before anything else', async () => {
    const answer = await add({ ...permitAll(), who: { kind: 'department', department: 'a\u0000b' } });
    expect(refused(answer)).toEqual({ status: 400, code: 'invalid-input' });
  });

  it.each<[string, () => object]>([
    ['permission sets', () => permitAll([])],
    ['groups', () => ({ ...permitGroups, approval: [] })],
    ['extra approval', () => ({ shape: 'extra-approval', ...anywhere, approval: [] })],
  ])('that asks nobody is refused, unless it is an automatic one: %s', async (_what, form) => {
    expect((await add(form())).status).toBe(400);
    expect(await revisions()).toEqual([]);
  });

  it('a change is refused in the same way, and the old policy stays in force', async () => {
    const { body } = await add(permitAll());
    const change = { form: { ...permitAll(), permissionSets: ['ent_99999'] } };
    const answer = await (await w.as('super')).patch(`/api/v1/policies/${body.id}`, change);
    expect(refused(answer)).toEqual({ status: 400, code: 'policy-refused' });
    expect((await (await w.as('super')).get(`/api/v1/policies/${body.id}`)).body).toEqual(body);
    expect(await revisions()).toHaveLength(1);
  });

  it('changes only what was sent, and asks for the version that was read', async () => {
    const { body } = await add(permitAll());
    const url = `/api/v1/policies/${body.id}`;
    const off = await (await w.as('rae')).patch(url, { isEnabled: false }, { 'if-match': '"1"' });
    expect(off.body).toMatchObject({ isEnabled: false, name: 'A policy', version: 2 });
    const named = await (await w.as('rae')).patch(url, { name: 'Renamed' });
    expect(named.body).toMatchObject({ isEnabled: false, name: 'Renamed' });
    expect((await revisions()).at(-1).policies).toEqual({});
    expect(refused(await (await w.as('rae')).patch(url, { name: 'x' }, { 'if-match': '"1"' }))).toEqual({
      status: 412,
      code: 'changed-meanwhile',
    });
  });

  it('removed, it is gone from the list and from the next revision', async () => {
    const { body } = await add(permitAll());
    expect((await (await w.as('super')).remove(`/api/v1/policies/${body.id}`)).status).toBe(204);
    expect((await (await w.as('super')).get('/api/v1/policies')).body).toMatchObject({ items: [], total: 0 });
    expect(refused(await (await w.as('super')).get(`/api/v1/policies/${body.id}`))).toEqual({
      status: 404,
      code: 'policy-not-found',
    });
    expect((await revisions()).at(-1).policies).toEqual({});
  });

  it('sent again with its Idempotency-Key, it is one policy', async () => {
    const headers = { 'idempotency-key': 'once' };
    const [first, second] = [await add(permitAll(), 'A', headers), await add(permitAll(), 'A', headers)];
    expect(second.body.id).toBe(first.body.id);
    expect(await revisions()).toHaveLength(1);
  });

  it('two saved at the same instant are both in the last revision', async () => {
    await Promise.all([add(permitAll(), 'One'), add(permitGroups, 'Two')]);
    expect((await revisions()).map(({ policies }) => Object.keys(policies).length)).toEqual([1, 2]);
  });
});

it('whoever may not manage policies can not: neither read nor write as an employee, only read as an auditor', async () => {
  const body = { name: 'Mine', form: { shape: 'automatic', who: everyone, ...anywhere, maxMinutes: 60 } };
  for (const [who, read] of [
    ['emil', 403],
    ['owner', 403],
    ['auditor', 200],
  ] as const) {
    expect((await (await w.as(who)).get('/api/v1/policies')).status, who).toBe(read);
    expect(refused(await (await w.as(who)).post('/api/v1/policies', body)), who).toEqual({
      status: 403,
      code: 'permission-missing',
    });
  }
  expect(await revisions()).toEqual([]);
});

it('the demo has its policies once: what somebody removed does not come back', async () => {
  expect(await seedDemoPolicies(w.http.requests)).toBe(2);
  expect(await seedDemoPolicies(w.http.requests)).toBe(0);
  const { items } = (await (await w.as('super')).get('/api/v1/policies')).body;
  for (const { id } of items) await (await w.as('super')).remove(`/api/v1/policies/${id}`);
  expect(await seedDemoPolicies(w.http.requests)).toBe(0);
  expect(await w.rows('select 1 from access_policy where deleted_at is null')).toEqual([]);
});

it('a list of policies comes in pages', async () => {
  for (const name of ['C', 'A', 'B']) await add({ ...permitAll(), approval: byManager }, name);
  const first = (await (await w.as('rae')).get('/api/v1/policies?limit=2')).body;
  const second = (await (await w.as('rae')).get(`/api/v1/policies?limit=2&cursor=${first.nextCursor}`)).body;
  expect([...first.items, ...second.items].map(({ name }) => name)).toEqual(['A', 'B', 'C']);
  expect([first.total, second.nextCursor]).toEqual([3, null]);
});

describe('a form before it is saved', () => {
  const preview = async (form: object, name = 'A policy') =>
    (await w.as('super')).post('/api/v1/policies/preview', { name, form });

  it('shows the text that saving it gives, byte for byte, and saves nothing', async () => {
    for (const form of [permitAll(), permitGroups]) {
      const { body } = await preview(form, 'Shown "before"');
      expect(body).toMatchObject({ approvesByItself: false, findings: [] });
      expect((await add(form, 'Shown "before"')).body.cedar).toBe(body.cedar);
    }
    expect(await revisions()).toHaveLength(2);
  });

  it('says at which field what is wrong; saving it is refused for the same', async () => {
    const form = {
      ...permitAll([{ kind: 'named-people', personIds: ['per_nobody'], needed: 1 }] as never),
      who: { kind: 'group', groupId: 'ent_99999' },
      permissionSets: ['ent_99998'],
      awsAccounts: ['123123123123'],
    };
    const { body } = await preview(form);
    const at = (field: string) =>
      body.findings
        .filter((finding: { field: string }) => finding.field === field)
        .map(({ message }: { message: string }) => message);
    expect(at('who')).toEqual([expect.stringContaining('Group ent_99999 is not there')]);
    expect(at('permissionSets')).toEqual([expect.stringContaining('PermissionSet ent_99998')]);
    expect(at('awsAccounts')).toEqual([expect.stringContaining('AwsAccount 123123123123')]);
    expect(at('approval')).toEqual([expect.stringContaining('per_nobody')]);
    expect(body.cedar).toContain('Group::"ent_99999"');
    expect((await add(form)).body.facts.findings).toEqual(body.findings);
    const groups = await preview({ ...permitGroups, groupIds: ['ent_99997'] });
    expect(groups.body.findings).toMatchObject([{ field: 'groupIds' }]);
    expect(await revisions()).toEqual([]);
  });
});

describe('a policy that approves by itself', () => {
  const automatic = { shape: 'automatic', who: everyone, ...anywhere, maxMinutes: 60 };
  const list = async () => (await (await w.as('auditor')).get('/api/v1/policies?limit=1')).body;

  it('says so, and those in force are counted, on whatever page they stand', async () => {
    await add(permitAll(), 'Asks');
    const { body } = await add(automatic, 'Does not ask');
    expect(body.approvesByItself).toBe(true);
    expect(await list()).toMatchObject({
      items: [{ name: 'Asks', approvesByItself: false }],
      approvingByThemselves: 1,
    });
    await (await w.as('super')).patch(`/api/v1/policies/${body.id}`, { isEnabled: false });
    expect(await list()).toMatchObject({ approvingByThemselves: 0 });
  });

  it('saved before every policy had to ask: it is shown as such, can be turned off, and not saved again', async () => {
    const { body } = await add(permitAll());
    await w.http.asOwner(`update access_policy set form = jsonb_set(form, '{approval}', '[]') where id = '${body.id}'`);
    expect(await list()).toMatchObject({ items: [{ approvesByItself: true }], approvingByThemselves: 1 });
    const admin = await w.as('super');
    const { form } = (await admin.get(`/api/v1/policies/${body.id}`)).body;
    const shown = (await admin.post('/api/v1/policies/preview', { name: 'A policy', form })).body;
    expect(shown).toMatchObject({ approvesByItself: true, findings: [{ field: 'approval' }] });
    const url = `/api/v1/policies/${body.id}`;
    expect(refused(await admin.patch(url, { name: 'Renamed' }))).toEqual({ status: 400, code: 'policy-refused' });
    expect((await admin.patch(url, { isEnabled: false })).body).toMatchObject({
      isEnabled: false,
      approvesByItself: true,
    });
    expect(refused(await admin.patch(url, { isEnabled: true }))).toEqual({ status: 400, code: 'policy-refused' });
    expect(await list()).toMatchObject({ approvingByThemselves: 0 });
  });
});
