import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createWorld, type World } from '../support/world.ts';
import { type Caller, type Http, startHttp } from './start-http.ts';

let http: Http;
let world: World;
const callers = new Map<string, Caller>();
beforeAll(async () => {
  http = await startHttp();
  await http.reset();
  world = await createWorld(http.database);
  await http.database.pool.query(`
    update connector set identity_store_id = 'd-1', identity_center_region = 'eu-west-1', aws_partition = 'aws';
    insert into connector_owner values ('con_org', 'per_owner');
    insert into policy_revision (policies, digest, created_at) values ('{}', 'x', now())`);
  for (const id of ['per_super', 'per_auditor', 'per_owner', 'per_manager', 'per_emil', 'per_ben', 'per_nothing'])
    callers.set(id, await http.signIn(id));
});
afterAll(() => http?.stop());
beforeEach(async () => {
  await http.database.pool.query('delete from manual_task; delete from lease');
  await http.database.pool.query('delete from pgboss.job');
});
const as = (id: string): Caller => callers.get(id) as Caller;
const entity = (name: string): number => Number(world.ent(name).slice('ent_'.length));

let made = 0;
async function lease(personId: string, identity: string, status = 'active'): Promise<string> {
  const n = ++made;
  const what = [entity(identity), entity('prod-payments'), entity('readonly')];
  await http.database.pool.query(
    `insert into access_request (id, requester_id, person_id, identity_id, kind, target_id, ps_id, connector_id,
       duration_minutes, reason, status, policy_revision, decision, created_at, expires_at, decided_at)
     values ('req_l${n}', $1, $1, $2, 2, $3, $4, 'con_org', 60, 'because', 'approved', 1, '{}', now(), now(), now())`,
    [personId, ...what],
  );
  await http.database.pool.query(
    `insert into lease (id, request_id, person_id, identity_id, kind, target_id, ps_id, connector_id, unit_key,
       starts_at, ends_at, created_at, status, activated_at)
     values ('lse_l${n}', 'req_l${n}', $1, $2, 2, $3, $4, 'con_org', '333333333333', product_now(),
       product_now() + interval '1 hour', product_now(), $5, case when $5 = 'active' then product_now() end)`,
    [personId, ...what, status],
  );
  return `lse_l${n}`;
}
async function task(leaseId: string): Promise<string> {
  const id = `tsk_t${++made}`;
  await http.database.pool.query(
    `insert into manual_task (id, connector_id, change, lease_id, title, instructions, created_at)
     values ($1, 'con_org', 'grant', $2, 'Give it', '{"console": ["Open it"], "awsCli": "aws"}', now())`,
    [id, leaseId],
  );
  return id;
}
const idsOf = async (caller: Caller, query = '') =>
  (await caller.get(`/api/v1/leases${query}`)).body.items.map(({ id }: { id: string }) => id).sort();

describe('leases over HTTP', () => {
  it('are seen by the holder, the managers above, the owners, and who sees everything; by nobody else', async () => {
    const emils = await lease('per_emil', 'emil');
    const bens = await lease('per_ben', 'ben');
    expect(await idsOf(as('per_emil'))).toEqual([emils]);
    expect(await idsOf(as('per_manager'))).toEqual([emils]);
    expect(await idsOf(as('per_manager'), '?mine=true')).toEqual([]);
    for (const id of ['per_owner', 'per_auditor', 'per_super'])
      expect(await idsOf(as(id))).toEqual([emils, bens].sort());
    expect(await idsOf(as('per_nothing'))).toEqual([]);
    expect((await as('per_emil').get(`/api/v1/leases/${bens}`)).body).toMatchObject({ code: 'lease-not-found' });
    expect((await as('per_emil').get('/api/v1/leases')).body.total).toBe(1);
  });

  it('say how to get in, how long a session may last on, and what the viewer may do', async () => {
    const id = await lease('per_emil', 'emil');
    await http.database.pool.query(
      `update entity_version set attrs = '{"sessionDuration": "PT4H"}' where entity_id = $1`,
      [entity('readonly')],
    );
    const { body } = await as('per_emil').get(`/api/v1/leases/${id}`);
    expect(body).toMatchObject({
      status: 'active',
      entitlement: { name: 'ReadOnlyAccess on prod-payments' },
      portalUrl: 'https://d-1.awsapps.com/start/#/console?account_id=333333333333&role_name=ReadOnlyAccess',
      canGiveBack: true,
      canExtend: true,
      canRevoke: false,
    });
    expect(body.cliProfile).toContain('sso_account_id = 333333333333');
    expect(Date.parse(body.sessionsMayLastUntil) - Date.parse(body.endsAt)).toBe(4 * 3_600_000);
    expect((await as('per_owner').get(`/api/v1/leases/${id}`)).body).toMatchObject({
      canGiveBack: false,
      canRevoke: true,
    });
  });

  it('pages through all of them once, newest first, with the right total', async () => {
    const all = [];
    for (let n = 0; n < 5; n++) all.push(await lease('per_ben', 'ben'));
    const seen: string[] = [];
    let cursor = '';
    do {
      const { body } = await as('per_super').get(`/api/v1/leases?limit=2${cursor && `&cursor=${cursor}`}`);
      expect(body.total).toBe(5);
      seen.push(...body.items.map(({ id }: { id: string }) => id));
      cursor = body.nextCursor ?? '';
    } while (cursor);
    expect(seen).toEqual(all.reverse());
  });

  it('are given back by their holder alone, once; the reconciler is called', async () => {
    const id = await lease('per_emil', 'emil');
    const url = `/api/v1/leases/${id}/give-back`;
    for (const other of ['per_manager', 'per_super', 'per_owner'])
      expect((await as(other).post(url)).body).toMatchObject({ status: 404, code: 'lease-not-found' });
    const { body } = await as('per_emil').post(url);
    expect(body).toMatchObject({ status: 'ending', endReason: 'given-back', endedBy: { id: 'per_emil' } });
    expect(await http.jobs()).toMatchObject([{ name: 'access.reconcile', data: { unitKey: '333333333333' } }]);
    expect((await as('per_emil').post(url)).body).toMatchObject({ status: 409, code: 'lease-over' });
  });

  it('that have not begun end at once when given back', async () => {
    const id = await lease('per_emil', 'emil', 'scheduled');
    expect((await as('per_emil').post(`/api/v1/leases/${id}/give-back`)).body).toMatchObject({
      status: 'ended',
      endedAt: expect.any(String),
    });
  });

  it('that are revoked before they begin end at once, and the holder is told why', async () => {
    const id = await lease('per_emil', 'emil', 'scheduled');
    const { body } = await as('per_super').post(`/api/v1/leases/${id}/revoke`, { reason: 'Not this week' });
    expect(body).toMatchObject({ status: 'ended', endReason: 'revoked' });
    const told = (await as('per_emil').get('/api/v1/notifications')).body.items;
    expect(told).toMatchObject([
      { kind: 'lease-ended', body: 'Not this week', link: expect.stringMatching(/^.requests/) },
    ]);
  });

  it('are revoked by owners and Super Administrators, with a reason, and by nobody else', async () => {
    const id = await lease('per_emil', 'emil');
    const url = `/api/v1/leases/${id}/revoke`;
    const reason = { reason: 'Incident over' };
    for (const other of ['per_emil', 'per_manager', 'per_auditor'])
      expect((await as(other).post(url, reason)).body).toMatchObject({ status: 403, code: 'not-an-owner' });
    expect((await as('per_ben').post(url, reason)).body).toMatchObject({ status: 404, code: 'lease-not-found' });
    expect((await as('per_owner').post(url, { reason: ' ' })).status).toBe(400);
    const { body } = await as('per_owner').post(url, reason);
    expect(body).toMatchObject({ status: 'ending', endReason: 'revoked', endedBy: { id: 'per_owner' } });
    const { rows } = await http.database.pool.query(
      `select action, detail, actor_person_id from audit_entry where object_id = $1`,
      [id],
    );
    expect(rows).toEqual([
      { action: 'lease.revoked', detail: { from: 'active', note: 'Incident over' }, actor_person_id: 'per_owner' },
    ]);
  });
});

describe('tasks by hand over HTTP', () => {
  it('are seen and done by owners; the holder of the lease sees which task it waits for', async () => {
    const id = await lease('per_emil', 'emil', 'activating');
    const taskId = await task(id);
    expect((await as('per_emil').get(`/api/v1/leases/${id}`)).body.manualTaskId).toBe(taskId);
    expect((await as('per_emil').get('/api/v1/manual-tasks')).body).toMatchObject({ items: [], total: 0 });
    const open = await as('per_owner').get('/api/v1/manual-tasks?status=open');
    expect(open.body.items).toMatchObject([
      { id: taskId, reason: 'provisioning-off', instructions: { awsCli: 'aws' }, verifiedAt: null },
    ]);
    const one = `/api/v1/manual-tasks/${taskId}`;
    for (const who of ['per_owner', 'per_auditor']) expect((await as(who).get(one)).body).toEqual(open.body.items[0]);
    expect((await as('per_emil').get(one)).body).toMatchObject({ status: 404, code: 'task-not-found' });
    const url = `${one}/done`;
    expect((await as('per_emil').post(url)).body).toMatchObject({ status: 404, code: 'task-not-found' });
    expect((await as('per_auditor').post(url)).body).toMatchObject({ status: 403, code: 'not-an-owner' });
    expect((await as('per_owner').post(url)).body).toMatchObject({ status: 'done', doneBy: { id: 'per_owner' } });
    expect((await as('per_owner').post(url)).body).toMatchObject({ status: 409, code: 'task-not-open' });
    expect(await http.jobs()).toMatchObject([{ name: 'access.reconcile' }]);
  });
});

describe('the provisioning switch', () => {
  it('is off until an owner turns it on; what changed is in the audit log, and the policy is shown apart', async () => {
    const url = '/api/v1/connectors/con_work';
    expect((await as('per_owner').get(url)).body.provisioningEnabled).toBe(false);
    expect((await as('per_nothing').patch(url, { provisioningEnabled: true })).status).toBe(404);
    expect((await as('per_owner').patch(url, { provisioningEnabled: true })).body).toMatchObject({
      provisioningEnabled: true,
    });
    const { rows } = await http.database.pool.query(
      `select detail from audit_entry where action = 'connector.changed' and object_id = 'con_work'`,
    );
    expect(rows).toEqual([{ detail: { provisioningEnabled: { from: false, to: true } } }]);
    const { body } = await as('per_owner').get(`${url}/setup`);
    const policy = JSON.parse(body.provisioning.policy);
    const actions = policy.Statement.flatMap(({ Action }: { Action: string[] }) => Action);
    expect(body.provisioning.actions.map(({ action }: { action: string }) => action)).toEqual(actions);
    expect(body.readPolicy).not.toContain('CreateAccountAssignment');
  });
});
