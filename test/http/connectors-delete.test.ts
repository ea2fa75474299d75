import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { permitAll, type RequestsWorld, startRequestsWorld } from './requests-world.ts';

let world: RequestsWorld;
beforeAll(async () => {
  world = await startRequestsWorld();
});
afterAll(() => world?.http.stop());
beforeEach(async () => {
  await world.http.asOwner(`
    truncate connector_secret, lease, revocation, provisioned_right, manual_task, provisioning_unit cascade;
    delete from scope_gap where reason = 'no-longer-read';
    update scope_gap set to_seq = null where to_seq > 3;
    delete from sync_run where kind = 'deletion';
    update coverage set is_released = false;
    update connector set deleted_at = null, status = 'connected';
    insert into connector_owner values ('con_org', 'per_owner'), ('con_org', 'per_nothing') on conflict do nothing`);
  await world.begin(permitAll());
});
const path = '/api/v1/connectors/con_org';
const remove = async (who = 'owner', url = path) => (await world.as(who)).remove(url);
const rows = (sql: string) => world.rows(sql);

describe('a connector that something goes through', () => {
  it('is not deleted while a request waits, and says which', async () => {
    const { body: request } = await world.submit('emil', { entitlement: world.readonlyOnProd });
    const refused = await remove();
    expect(refused).toMatchObject({
      status: 409,
      body: {
        code: 'connector-in-use',
        facts: {
          leases: 0,
          requests: 1,
          changes: 0,
          named: [
            {
              kind: 'request',
              name: 'ReadOnlyAccess on prod-payments',
              person: 'Emil Employee',
              link: `/requests/${request.id}`,
            },
          ],
        },
      },
    });
    expect((await (await world.as('owner')).get(`/api/v1/requests/${request.id}`)).status).toBe(200);
    await world.decide('emil', request.id, 'cancel');
    expect((await remove()).status).toBe(204);
  });

  it('is not deleted while a lease is in force, from its beginning to its proven end', async () => {
    const { body: request } = await world.submit('emil', { entitlement: world.readonlyOnProd });
    await world.decide('lead', request.id, 'approve');
    for (const status of ['scheduled', 'activating', 'active', 'ending']) {
      await rows(`update lease set status = '${status}' where status <> '${status}'`);
      expect((await remove()).body).toMatchObject({
        code: 'connector-in-use',
        facts: { leases: 1, requests: 0, changes: 0, named: [{ kind: 'lease', link: `/requests/${request.id}` }] },
      });
    }
    await rows(`update lease set status = 'ended', ended_at = now(), end_reason = 'expired'`);
    expect((await remove()).status).toBe(204);
  });

  it('is not deleted while something is to be taken away in AWS, or a change there has not ended', async () => {
    const [emil, prod, set] = ['emil', 'prod-payments', 'readonly'].map((name) => world.world.id(name));
    await rows(`insert into revocation (id, kind, target_id, ps_id, principal_id, connector_id, unit_key, reason, decided_by,
        source_kind, source_id, status, created_at)
      values ('rvk_1', 2, ${prod}, ${set}, ${emil}, 'con_org', '333333333333', 'x', 'per_super', 'owner', 'x', 'pending', now())`);
    expect((await remove()).body).toMatchObject({
      code: 'connector-in-use',
      facts: { leases: 0, changes: 1, named: [{ kind: 'revocation', name: 'ReadOnlyAccess on prod-payments' }] },
    });
    await rows(`update revocation set status = 'done'`);
    await rows(`insert into provisioning_unit (key, connector_id) values ('333333333333', 'con_org');
      insert into provisioned_right (unit_key, connector_id, kind, target_id, ps_id, principal_id, intent)
      values ('333333333333', 'con_org', 2, ${prod}, ${set}, ${emil}, 'remove')`);
    expect((await remove()).body).toMatchObject({ code: 'connector-in-use', facts: { changes: 1 } });
    await rows(`update provisioned_right set intent = 'none'`);
    expect((await remove()).status).toBe(204);
  });

  it('and a request at the same instant: the one or the other, never both', async () => {
    for (let round = 0; round < 12; round += 1) {
      await rows(`update connector set deleted_at = null; update coverage set is_released = false`);
      await world.http.asOwner('truncate access_request cascade');
      const [request, deletion] = await Promise.all([
        world.submit('emil', { entitlement: world.readonlyOnProd }),
        round % 2 ? remove() : new Promise((done) => setTimeout(done, round)).then(() => remove()),
      ]);
      const isThere = (await rows(`select from connector where id = 'con_org' and deleted_at is null`)).length === 1;
      expect([request?.status, (deletion as Awaited<ReturnType<typeof remove>>).status, isThere]).toEqual(
        isThere ? [201, 409, true] : [expect.toSatisfy((status) => [400, 409].includes(status)), 204, false],
      );
    }
  });
});

describe('deleting', () => {
  it('is for who may manage the connector; others learn nothing of it', async () => {
    for (const [who, status] of [
      ['emil', 403],
      ['auditor', 403],
      ['campaign', 403],
    ] as const)
      expect((await remove(who)).status).toBe(status);
    const others = await remove('nothing', '/api/v1/connectors/con_work');
    expect(others).toMatchObject({ status: 404, body: { code: 'connector-not-found' } });
    expect((await world.http.anonymous.remove(path)).status).toBe(401);
    expect((await remove('super', '/api/v1/connectors/con_work')).status).toBe(204);
    expect((await remove('super', '/api/v1/connectors/con_work')).status).toBe(404);
  });

  it('is in the audit log, takes the secrets with it, and tells the other owners where AWS still has a role', async () => {
    await rows(`insert into connector_secret (connector_id, kind, sealed, saved_at, expires_at)
      values ('con_org', 'scim-token', '\\x00', now(), now() + interval '1 year')`);
    expect((await remove()).status).toBe(204);
    expect(await rows('select * from connector_secret')).toEqual([]);
    const entries = await rows(`select actor_person_id as by, detail from audit_entry where action = 'connector.deleted'
      and object_id = 'con_org' order by id desc limit 1`);
    expect(entries).toMatchObject([
      {
        by: 'per_owner',
        detail: { name: 'Organization', roleArn: 'arn:aws:iam::111111111111:role/c', publication: 4 },
      },
    ]);
    const told = await rows(`select person_id, title, body from notification where kind = 'connector-deleted'`);
    expect(told).toMatchObject([{ person_id: 'per_nothing', title: 'Organization was deleted' }]);
    expect(told[0]?.body).toContain('arn:aws:iam::111111111111:role/c');
  });

  it('takes it off the list, and keeps its runs and settings to be read, but nothing to be done', async () => {
    await remove();
    for (const who of ['owner', 'super', 'auditor']) {
      const caller = await world.as(who);
      const { body: list } = await caller.get('/api/v1/connectors');
      expect(list.items.map(({ id }: { id: string }) => id)).not.toContain('con_org');
      const { body } = await caller.get(path);
      expect(body).toMatchObject({ name: 'Organization', canManage: false, externalId: '', nextSyncAt: null });
      expect(Date.now() - Date.parse(body.deletedAt)).toBeLessThan(60_000);
      expect((await caller.get(`${path}/runs`)).body.total).toBe(2);
    }
    const owner = await world.as('owner');
    for (const action of ['sync', 'pause', 'resume'])
      expect(await owner.post(`${path}/${action}`)).toMatchObject({
        status: 404,
        body: { code: 'connector-not-found' },
      });
    expect((await owner.patch(path, { name: 'Again' })).status).toBe(404);
    expect((await owner.get(`${path}/setup`)).status).toBe(404);
  });

  it('leaves the questions of before answered as they were, and says of now that nobody reads it', async () => {
    const caller = await world.as('auditor');
    const ask = async (query: string) => (await caller.get(`/api/v1/access/who-can?target=prod-payments${query}`)).body;
    const past = '&asOf=2026-02-20T00:00:00.000Z';
    const [before, now] = [await ask(past), await ask('')];
    expect(now.items.length).toBeGreaterThan(2);
    await remove();
    expect(await ask(past)).toEqual(before);
    const after = await ask('');
    expect(after.items).toEqual(now.items.map((item: object) => ({ ...item, isStale: true })));
    expect(after.gaps[0]).toMatchObject({
      what: 'everything that connector Organization read',
      reason: 'no-longer-read',
      message: 'The connector Organization was deleted, and no other reads this.',
    });
    const changes = await caller.get('/api/v1/access/changes?since=2026-03-01T00:00:00.000Z');
    expect(changes.body.items).toEqual([]);
  });

  it('ends what can be asked for through it', async () => {
    const caller = await world.as('emil');
    expect((await caller.get('/api/v1/catalog')).body.total).toBeGreaterThan(0);
    await remove();
    expect((await caller.get('/api/v1/catalog')).body.total).toBe(0);
    const refused = await world.submit('emil', { entitlement: world.readonlyOnProd });
    expect(refused).toMatchObject({ status: 400, body: { code: 'entitlement-unknown' } });
  });

  it('frees what it read for another', async () => {
    const settings = { roleArn: 'arn:aws:iam::111111111111:role/other' };
    const owner = await world.as('owner');
    const taken = await owner.patch('/api/v1/connectors/con_work', settings);
    expect(taken.body.code).toBe('coverage-taken');
    await rows(`update connector set role_arn = null where id = 'con_work'`);
    await remove();
    const free = await world.rows(
      `select count(*)::int as n from coverage where connector_id = 'con_org' and not is_released`,
    );
    expect(free).toEqual([{ n: 0 }]);
    await rows(`update connector set role_arn = 'arn:aws:iam::222222222222:role/c' where id = 'con_work'`);
  });
});
