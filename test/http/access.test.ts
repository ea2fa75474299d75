import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createWorld, publishedAt, type World } from '../support/world.ts';
import { type Caller, type Http, startHttp } from './start-http.ts';

let http: Http;
let world: World;
let auditor: Caller;
let owner: Caller;
beforeAll(async () => {
  http = await startHttp();
  await http.reset();
  world = await createWorld(http.database);
  // A group that is called like a role, in the Identity Center that Olga does not see.
  await world.entity('deploy-group', 'identity-center-group', 'd-1/deploy', { parent: 'instance', shown: 'deploy' });
  [auditor, owner] = [await http.signIn('per_auditor'), await http.signIn('per_owner')];
});
afterAll(() => http?.stop());

describe('a name that fits several things', () => {
  const target = (text: string) => `/api/v1/access/who-can?target=${encodeURIComponent(text)}`;

  it('is refused with the candidates, whatever the case it is written in', async () => {
    const { status, body } = await auditor.get(target('DEPLOY'));
    expect([status, body.code]).toEqual([409, 'ambiguous-name']);
    expect(body.facts.candidates).toEqual([
      { kind: 'group', id: world.ent('deploy-group'), name: 'deploy' },
      { kind: 'role', id: world.ent('deploy'), name: 'Deploy' },
    ]);
  });
  it('is no question of doubt when written exactly as one of them', async () => {
    expect((await auditor.get(target('Deploy'))).body.subject).toMatchObject({ kind: 'role', name: 'Deploy' });
    expect((await auditor.get(target('deploy'))).body.subject).toMatchObject({ kind: 'group', name: 'deploy' });
  });
  it('fits only one for who does not see the other', async () => {
    expect((await owner.get(target('DEPLOY'))).body.subject).toMatchObject({ kind: 'role', name: 'Deploy' });
  });
});

describe('an identity that is disabled in AWS', () => {
  it('still holds its access, and every row says that it is disabled', async () => {
    const url = `/api/v1/identities/${world.ent('ben')}/access`;
    const statuses = async () =>
      (await auditor.get(url)).body.items.map((row: { identity: { status: string | null } }) => row.identity.status);
    const before = await statuses();
    expect(new Set(before)).toEqual(new Set(['enabled']));
    const set = (status: string) =>
      http.database.pool.query(`update entity_version set status = $1 where name = 'Ben Builder' and to_seq is null`, [
        status,
      ]);
    await set('disabled');
    expect(await statuses()).toEqual(before.map(() => 'disabled'));
    await set('enabled');
  });
});

describe('bad input', () => {
  it.each([
    '/api/v1/aws-accounts/123/access',
    '/api/v1/aws-accounts/222222222222/access?limit=0',
    '/api/v1/aws-accounts/222222222222/access?limit=201',
    '/api/v1/aws-accounts/222222222222/access?asOf=yesterday',
    '/api/v1/aws-accounts/222222222222/access?cursor=zzz',
    '/api/v1/identities?kind=robot',
    '/api/v1/identities?sort=password',
    '/api/v1/identities/ent_0',
    '/api/v1/access/who-can',
    '/api/v1/search?q=',
    '/api/v1/access/changes?since=2026-13-01T00:00:00Z',
  ])('%s is answered with a problem that names the field', async (url) => {
    const { status, body } = await auditor.get(url);
    expect(status).toBe(400);
    expect(body.field).toEqual(expect.any(String));
  });

  it.each([
    '/api/v1/identities/ent_9999999999',
    '/api/v1/access/who-can?target=ent_9999999999',
    `/api/v1/access/who-can?target=${encodeURIComponent(`'; drop table person; -- %_\\`)}`,
  ])('%s is just not found', async (url) => {
    expect((await auditor.get(url)).status).toBe(404);
  });

  it('text with wildcards, quotes or nothing but spaces is text', async () => {
    for (const q of ['%', '_', "o'brien", '\\', '   '])
      expect((await auditor.get(`/api/v1/search?q=${encodeURIComponent(q)}`)).status).toBe(200);
    expect((await auditor.get('/api/v1/people?q=%25')).body.total).toBe(0);
  });
});

describe('changes', () => {
  const sentences = async (query: string) =>
    (await auditor.get(`/api/v1/access/changes?limit=200&${query}`)).body.items.map(
      (change: { sentence: string }) => change.sentence,
    );

  it("leave out what a connector's first reading found: it was there before", async () => {
    expect(await sentences('awsAccountId=444444444444')).toEqual([]);
    expect(await sentences('connectorId=con_work')).toEqual([]);
    expect(await sentences(`personId=per_lead&since=${publishedAt[2]}`)).toEqual([
      'Lee Lead is no longer a member of Platform',
    ]);
  });

  it('of a person, an AWS account, an entity, a connector', async () => {
    // The same again, as a later reading of each connector would tell it.
    const again = (seq: number, connector: string, like: number) =>
      http.database.pool.query(
        `with run as (insert into sync_run (id, connector_id, trigger, status, started_at, heartbeat_at, finished_at, seq, published_at)
           values ('run_again' || $1::int, $2, 'schedule', 'published', $4, $4, $4, $1, $4))
         insert into change select $1, op, entity_id, entitlement_id, principal_id from change where seq = $3`,
        [seq, connector, like, publishedAt[3]],
      );
    await again(4, 'con_org', 1);
    await again(5, 'con_work', 2);
    expect(await sentences('awsAccountId=444444444444')).toEqual([
      'ghost-0001 got AdministratorAccess on sandbox',
      'Support got ReadOnlyAccess on sandbox',
      'AWS account sandbox appeared',
    ]);
    expect(await sentences(`entityId=${world.ent('okta')}`)).toEqual([
      'Okta may now assume role OktaAdmin in workloads',
      'Role OktaAdmin appeared',
    ]);
    expect((await sentences('connectorId=con_work')).length).toBe(16);
  });

  it('page without repeating or losing one', async () => {
    const whole = await sentences('');
    const pieces: string[] = [];
    let cursor = '';
    do {
      const { body } = await auditor.get(`/api/v1/access/changes?limit=7${cursor && `&cursor=${cursor}`}`);
      pieces.push(...body.items.map((change: { sentence: string }) => change.sentence));
      cursor = body.nextCursor ?? '';
    } while (cursor);
    expect(pieces).toEqual(whole);
  });
});
