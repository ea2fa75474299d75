import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type Simulator, startSimulator } from '../../simulator/start.ts';
import { createDemoRoleMaker } from '../../src/adapters/aws/demo-role.ts';
import { randomIds } from '../../src/adapters/crypto/node-crypto.ts';
import { createSyncRunStore } from '../../src/adapters/postgres/sync/sync-run-store.ts';
import { readActions } from '../../src/core/connectors/model/permission-table.ts';
import { RunLost } from '../../src/core/inventory/ports.ts';
import { connectionFacts } from '../support/connection-facts.ts';
import { addConnector } from './add-connector.ts';
import { type Answer, type Caller, type Http, startHttp } from './start-http.ts';

const management = '111111111111';
const member = '222222222222';
const delegated = '333333333333';

let simulator: Simulator;
let http: Http;
let kwame: Caller;
let priya: Caller;
let connector: Answer['body'];
let url: string;
beforeAll(async () => {
  simulator = await startSimulator({ world: 'small', throttling: false });
  http = await startHttp({ simulator });
  [kwame, priya] = [await http.signIn('connector-administrator'), await http.signIn('super-administrator')];
});
afterAll(async () => {
  await http.stop();
  await simulator.stop();
});
// Each test has the AWS accounts to itself: coverage (CON-18) is of connectors that are there.
beforeEach(async () => {
  await http.database.pool.query(`update connector set deleted_at = now() where deleted_at is null`);
  connector = await addConnector(http, kwame);
  url = `/api/v1/connectors/${connector.id}`;
});

/** The role of the set-up page, made by an administrator of that AWS account through the SDK. */
const makeRole = async (
  awsAccountId: string,
  options: { externalId?: string; actions?: readonly string[]; roleName?: string } = {},
): Promise<string> => {
  const { administrator, memberAdministrator, delegatedAdministrator } = simulator.credentials;
  const credentials = {
    [management]: administrator,
    [member]: memberAdministrator,
    [delegated]: delegatedAdministrator,
  }[awsAccountId] as { accessKeyId: string; secretAccessKey: string };
  const { roleName = 'Countersign', externalId = connector.externalId, actions = readActions } = options;
  const { trustPolicy } = (await kwame.get(`${url}/setup`)).body;
  const readPolicy = JSON.stringify({
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Action: actions, Resource: '*' }],
  });
  return createDemoRoleMaker({ endpoint: simulator.url, credentials }).put({
    roleName,
    trustPolicy: trustPolicy.replace(connector.externalId, externalId),
    policies: { CountersignRead: readPolicy },
  });
};
const organizations = { organizationsEnabled: true, identityCenterEnabled: true, identityCenterRegion: 'eu-west-1' };
const jobsOf = async (id: string) => (await http.jobs()).filter((job) => job.key === id);
const checkOf = (body: Answer['body'], id: string) =>
  body.checklist.checks.find((check: { id: string }) => check.id === id);

describe('settings that are replaced while a run reads by them', () => {
  const facts = connectionFacts(member);
  const readingRun = async () => {
    const store = createSyncRunStore(http.database);
    const roleArn = await makeRole(member);
    expect((await kwame.patch(url, { roleArn })).status).toBe(200);
    const runId = randomIds.next('run');
    expect(await store.open({ connectorId: connector.id, trigger: 'first', startedBy: null }, runId)).not.toBeNull();
    return { store, runId, roleArn };
  };

  test('discard that run: it publishes nothing, ties the connector to no AWS account, and the next one reads anew', async () => {
    const { store, runId } = await readingRun();
    const roleArn = await makeRole(delegated);
    expect((await kwame.patch(url, { roleArn })).body).toMatchObject({ status: 'syncing', roleArn });
    await expect(store.publish(runId, facts)).rejects.toThrow(RunLost);
    expect((await kwame.get(url)).body).toMatchObject({ awsAccountId: null, status: 'syncing' });
    expect((await kwame.get(`${url}/runs/${runId}`)).body).toMatchObject({ status: 'discarded', failure: null });
    const next = randomIds.next('run');
    expect(await store.open({ connectorId: connector.id, trigger: 'first', startedBy: null }, next)).not.toBeNull();
    await store.publish(next, { ...facts, awsAccountId: delegated });
    expect((await kwame.get(url)).body).toMatchObject({ awsAccountId: delegated, status: 'connected' });
  });

  test('leave a paused connector paused, not syncing for ever', async () => {
    await readingRun();
    expect((await kwame.post(`${url}/pause`)).status).toBe(200);
    await kwame.patch(url, { roleArn: await makeRole(delegated) });
    expect((await kwame.get(url)).body).toMatchObject({ status: 'paused' });
  });

  test('of the same values, or of the name, discard nothing', async () => {
    const { store, runId, roleArn } = await readingRun();
    expect((await kwame.patch(url, { roleArn, name: `Other name ${runId}` })).status).toBe(200);
    await store.publish(runId, facts);
    expect((await kwame.get(`${url}/runs/${runId}`)).body).toMatchObject({ status: 'published' });
  });

  test('at the moment it is published: the one waits for the other, and a role of another AWS account is refused', async () => {
    const { store, runId } = await readingRun();
    const roleArn = await makeRole(delegated);
    const holder = await http.database.pool.connect();
    await holder.query('begin');
    // Stops the publish between the run's row and the connector's.
    await holder.query('lock table detail_reading in access exclusive mode');
    const published = store.publish(runId, facts);
    await expect.poll(() => waiting('relation')).toBe(1);
    const answer = kwame.patch(url, { roleArn });
    await expect.poll(() => waiting('advisory')).toBe(1);
    await holder.query('commit');
    holder.release();
    await published;
    expect(await answer).toMatchObject({ status: 409, body: { code: 'connector-covers-other-account' } });
  });
});
const waiting = async (locktype: string): Promise<number> =>
  (
    await http.database.pool.query(
      `select count(*) as n from pg_locks l join pg_stat_activity a using (pid)
       where not granted and locktype = $1 and a.datname = current_database()`,
      [locktype],
    )
  ).rows[0].n;

describe('the place of the role with Organizations on (CON-7)', () => {
  test('the management AWS account is accepted: syncing, checklist kept, one sync job follows', async () => {
    const roleArn = await makeRole(management);
    const { status, body } = await kwame.patch(url, { roleArn, ...organizations }, { 'if-match': '"1"' });
    expect(status).toBe(200);
    expect(body).toMatchObject({ status: 'syncing', statusReason: null, version: 2, roleArn });
    expect(body.checklist).toMatchObject({
      isReachable: true,
      place: 'management',
      managementAwsAccountId: management,
    });
    expect(body.nextSyncAt).not.toBeNull();
    const startedBy = await http.personId('kwame.boateng');
    expect(await jobsOf(body.id)).toMatchObject([
      { name: 'inventory.sync-connector', data: { connectorId: body.id, trigger: 'first', startedBy } },
    ]);
  });

  test('a delegated administrator is accepted', async () => {
    const roleArn = await makeRole(delegated);
    const { status, body } = await kwame.patch(url, { roleArn, ...organizations });
    expect(status).toBe(200);
    expect(body.checklist).toMatchObject({ place: 'delegated-administrator', managementAwsAccountId: management });
    expect(body.status).toBe('syncing');
  });

  test('a member AWS account is refused with 400, names the management AWS account where known, and nothing is saved', async () => {
    const roleArn = await makeRole(member, { actions: [...readActions, 'organizations:DescribeOrganization'] });
    const answer = await kwame.patch(url, { roleArn, organizationsEnabled: true });
    expect(answer).toMatchObject({
      status: 400,
      body: {
        code: 'not-management-account',
        field: 'organizationsEnabled',
        facts: { awsAccountId: member, managementAwsAccountId: management },
      },
    });
    expect(answer.body.detail).toContain(`The management AWS account is ${management}.`);
    expect((await kwame.get(url)).body).toMatchObject({
      roleArn: null,
      version: 1,
      checklist: null,
      status: 'not-connected',
    });
    expect(await jobsOf(connector.id)).toEqual([]);
  });

  test('a member that can not see the management AWS account is refused with where to find it', async () => {
    const roleArn = await makeRole(member);
    const answer = await kwame.patch(url, { roleArn, organizationsEnabled: true });
    expect(answer).toMatchObject({
      status: 400,
      body: { code: 'not-management-account', facts: { managementAwsAccountId: null } },
    });
    expect(answer.body.detail).toContain('The Organizations console shows');
  });

  test('a member AWS account is accepted with Organizations off', async () => {
    const roleArn = await makeRole(member);
    expect((await kwame.patch(url, { roleArn })).body).toMatchObject({
      status: 'syncing',
      organizationsEnabled: false,
    });
  });

  test('IAM refusing organizations:ListAccounts is a missing permission, not 400', async () => {
    const actions = readActions.filter((action) => action !== 'organizations:ListAccounts');
    const roleArn = await makeRole(management, { actions });
    const { status, body } = await kwame.patch(url, { roleArn, organizationsEnabled: true });
    expect(status).toBe(200);
    expect(body).toMatchObject({ status: 'syncing', checklist: { place: 'unknown', failure: null } });
    expect(checkOf(body, 'action.organizations:ListAccounts')).toMatchObject({ outcome: 'not-granted' });
    expect(checkOf(body, 'action.organizations:ListAccounts').awsError).toContain('organizations:ListAccounts');
  });

  test('Test connection shows the same as a failed line and saves only the checklist', async () => {
    const roleArn = await makeRole(member);
    const settings = { roleArn, organizationsEnabled: true, identityCenterEnabled: false, identityCenterRegion: null };
    const tested = await kwame.post(`${url}/test`, settings);
    expect(tested).toMatchObject({ status: 200, body: { place: 'member', isReachable: true } });
    const after = (await kwame.get(url)).body;
    expect(after).toMatchObject({ roleArn: null, version: 1, status: 'not-connected' });
    expect(after.checklist).toEqual(tested.body);
    const [entry] = (await priya.get(`/api/v1/audit-entries?objectId=${connector.id}`)).body.items;
    expect(entry).toMatchObject({ action: 'connector.tested', detail: { roleArn, place: 'member' } });
  });
});

describe('an action that AWS refused to a sync is asked again at once', () => {
  const deny = async () => {
    await http.database.pool.query(
      `insert into denied_action values ($1, 'sso:ListAccountAssignmentsForPrincipal', 'not authorized', product_now())`,
      [connector.id],
    );
    const { deniedActions } = await createSyncRunStore(http.database).history(connector.id);
    expect(deniedActions).toHaveLength(1);
  };
  const denied = async () => (await createSyncRunStore(http.database).history(connector.id)).deniedActions;

  test('after Test connection, and after settings that concern AWS are saved', async () => {
    const roleArn = await makeRole(management);
    await deny();
    await kwame.post(`${url}/test`, { roleArn, ...organizations });
    expect(await denied()).toEqual([]);
    await deny();
    await kwame.patch(url, { name: 'Another name' });
    expect(await denied()).toHaveLength(1);
    await kwame.patch(url, { roleArn, ...organizations });
    expect(await denied()).toEqual([]);
  });
});

describe('what AWS refuses is saved with the reason, and mended without a restart', () => {
  const refused = (code: string) => ({ status: 200, body: { status: 'error', statusReason: { code }, version: 2 } });

  test('another External ID in the trust policy', async () => {
    const roleArn = await makeRole(management, { externalId: 'cs-of-somebody-else' });
    const saved = await kwame.patch(url, { roleArn, ...organizations });
    expect(saved).toMatchObject(refused('assume-role-refused'));
    expect(saved.body.statusReason.awsError).toMatch(
      /^User: arn:aws:sts::905418227316:assumed-role\/countersign-server\/demo is not authorized to perform: sts:AssumeRole on resource: arn:aws:iam::111111111111:role\/Countersign/,
    );
    expect(saved.body.statusReason.mend).toContain('External ID');
    expect(saved.body).toMatchObject({ roleArn, ...organizations });
    expect(await jobsOf(connector.id)).toEqual([]);

    await makeRole(management);
    expect((await kwame.patch(url, { roleArn })).body).toMatchObject({ status: 'syncing', statusReason: null });
  });

  test('a role that does not exist', async () => {
    const roleArn = `arn:aws:iam::${management}:role/Nowhere`;
    const saved = await kwame.patch(url, { roleArn });
    expect(saved).toMatchObject(refused('assume-role-refused'));
    expect(saved.body.statusReason.awsError).toContain('role/Nowhere');
  });

  test('expired credentials of the product', async () => {
    const roleArn = await makeRole(management);
    simulator.faults.add({
      service: 'sts',
      error: { code: 'ExpiredToken', message: 'The security token included in the request is expired', status: 403 },
    });
    try {
      const saved = await kwame.patch(url, { roleArn });
      expect(saved).toMatchObject(refused('credentials-expired'));
      expect(saved.body.statusReason.awsError).toBe('The security token included in the request is expired');
    } finally {
      simulator.faults.clear();
    }
    expect((await kwame.patch(url, { roleArn })).body.status).toBe('syncing');
  });

  test('AWS down: saved, tried again within a minute', async () => {
    const roleArn = await makeRole(management);
    simulator.faults.add({ reset: true });
    try {
      const saved = await kwame.patch(url, { roleArn });
      expect(saved).toMatchObject(refused('aws-unreachable'));
      expect(saved.body.roleArn).toBe(roleArn);
      const { rows } = await http.database.pool.query(
        `select extract(epoch from next_sync_at - product_now())::int as seconds from connector where id = $1`,
        [connector.id],
      );
      expect(rows[0].seconds).toBeGreaterThan(45);
      expect(rows[0].seconds).toBeLessThanOrEqual(60);
    } finally {
      simulator.faults.clear();
    }
    expect((await kwame.patch(url, { roleArn })).body.status).toBe('syncing');
  });

  test('an AWS that does not answer is given up on within ten seconds', async () => {
    const roleArn = await makeRole(management);
    simulator.faults.add({ service: 'sts', latencyMs: 30_000 });
    try {
      const startedMs = performance.now();
      const saved = await kwame.patch(url, { roleArn });
      expect(performance.now() - startedMs).toBeLessThan(11_000);
      expect(saved).toMatchObject(refused('aws-unreachable'));
    } finally {
      simulator.faults.clear();
    }
  });
});

describe('coverage (CON-18)', () => {
  test('a role in an AWS account that another connector is set up to read is refused, naming that one', async () => {
    const roleArn = await makeRole(management);
    await kwame.patch(url, { roleArn });
    const other = await addConnector(http, priya);
    const answer = await priya.patch(`/api/v1/connectors/${other.id}`, {
      roleArn: roleArn.replace('Countersign', 'Other'),
    });
    expect(answer).toMatchObject({
      status: 409,
      body: {
        code: 'coverage-taken',
        field: 'roleArn',
        facts: { connectorId: connector.id, connectorName: connector.name },
      },
    });
    expect(answer.body.detail).toContain(connector.name);
  });

  test('an organization that another connector reads is refused, whichever AWS account the role is in', async () => {
    await kwame.patch(url, { roleArn: await makeRole(management), ...organizations });
    connector = await addConnector(http, kwame);
    url = `/api/v1/connectors/${connector.id}`;
    const roleArn = await makeRole(delegated);
    expect(await kwame.patch(url, { roleArn, organizationsEnabled: true })).toMatchObject({
      status: 409,
      body: { code: 'coverage-taken', field: 'organizationsEnabled', facts: { family: 'organizations' } },
    });
    const region = { identityCenterEnabled: true, identityCenterRegion: 'eu-west-1' };
    expect(await kwame.patch(url, { roleArn, ...region })).toMatchObject({
      status: 409,
      body: { code: 'coverage-taken', field: 'identityCenterEnabled' },
    });
    expect((await kwame.patch(url, { roleArn })).status).toBe(200);
  });

  test('of two connectors saved at the same moment for one AWS account one is refused', async () => {
    const second = await addConnector(http, kwame);
    const roleArn = await makeRole(management);
    const answers = await Promise.all(
      [url, `/api/v1/connectors/${second.id}`].map((each) => kwame.patch(each, { roleArn })),
    );
    expect(answers.map((answer) => answer.status).sort()).toEqual([200, 409]);
  });

  test('a role in an AWS account that another connector reads as one of its organization is refused, until that gives it up', async () => {
    await kwame.patch(url, { roleArn: await makeRole(management) });
    const store = createSyncRunStore(http.database);
    const reader = connector;
    const readMembers = async (iamAwsAccountIds: string[]) => {
      const runId = randomIds.next('run');
      await store.open({ connectorId: reader.id, trigger: 'schedule', startedBy: null }, runId);
      const sink = store.sink(runId);
      const parent = { kind: 'aws-account', nativeId: member } as const;
      await sink.rows({ entities: [{ kind: 'iam-user', nativeId: 'AIDAROBOT', name: 'robot', parent }] });
      await sink.flush();
      await store.publish(runId, { ...connectionFacts(management), iamAwsAccountIds });
    };
    await readMembers([member]);
    connector = await addConnector(http, kwame);
    const save = async () => kwame.patch(`/api/v1/connectors/${connector.id}`, { roleArn: await makeRole(member) });
    expect(await save()).toMatchObject({
      status: 409,
      body: {
        code: 'coverage-taken',
        field: 'roleArn',
        detail: `AWS account ${member} is read by the connector ${reader.name} already.`,
        facts: { family: 'iam', nativeId: member, connectorId: reader.id, connectorName: reader.name },
      },
    });
    await readMembers([]);
    expect((await save()).status).toBe(200);
  });

  test('a connector that has facts stays with its AWS account', async () => {
    await kwame.patch(url, { roleArn: await makeRole(management) });
    await http.database.pool.query('update connector set aws_account_id = $2, last_synced_at = now() where id = $1', [
      connector.id,
      management,
    ]);
    expect(await kwame.patch(url, { roleArn: await makeRole(member) })).toMatchObject({
      status: 409,
      body: { code: 'connector-covers-other-account', field: 'roleArn', facts: { awsAccountId: management } },
    });
    const renamed = await makeRole(management, { roleName: 'Countersign2' });
    expect((await kwame.patch(url, { roleArn: renamed })).status).toBe(200);
  });
});

test('of two people who save what they both read, the second is told to reload, although AWS was asked meanwhile', async () => {
  const roleArn = await makeRole(management);
  const answers = await Promise.all(
    [kwame, priya].map((caller) => caller.patch(url, { roleArn }, { 'if-match': '"1"' })),
  );
  expect(answers.map((answer) => answer.status).sort()).toEqual([200, 412]);
  expect((await kwame.get(url)).body.version).toBe(2);
});

test('sync now queues one sync however often it is pressed; a paused connector is read too', async () => {
  await kwame.patch(url, { roleArn: await makeRole(management) });
  for (let press = 0; press < 3; press += 1)
    expect(await kwame.post(`${url}/sync`)).toMatchObject({ status: 202, body: { status: 'syncing' } });
  expect(await jobsOf(connector.id)).toHaveLength(1);
});

test('saving a paused connector starts no sync', async () => {
  await kwame.post(`${url}/pause`);
  const saved = await kwame.patch(url, { roleArn: await makeRole(management) });
  expect(saved.body).toMatchObject({ status: 'paused', isPaused: true, checklist: { isReachable: true } });
  expect(await jobsOf(connector.id)).toEqual([]);
});

test('who the product is in AWS is asked once a minute, and again soon after an answer that did not tell', async () => {
  const asked = () => simulator.counters.of('sts', 'GetCallerIdentity').calls;
  const ask = async () => (await kwame.get('/api/v1/service-identity')).body;
  await http.moveClock(61_000);
  const before = asked();
  for (let n = 0; n < 3; n += 1) expect((await ask()).kind).toBe('role');
  expect(asked()).toBe(before + 1);
  await http.moveClock(61_000);
  simulator.faults.add({ operation: 'sts:GetCallerIdentity', reset: true });
  expect(await ask()).toMatchObject({ principalArn: null, kind: 'unknown' });
  simulator.faults.clear();
  await http.moveClock(6_000);
  expect((await ask()).principalArn).toBe('arn:aws:iam::905418227316:role/countersign-server');
});

test('no External ID is in the audit log', async () => {
  await kwame.patch(url, { roleArn: await makeRole(management), ...organizations });
  const { body } = await priya.get('/api/v1/audit-entries?limit=200');
  expect(body.items.length).toBeGreaterThan(20);
  expect(JSON.stringify(body.items)).not.toMatch(/cs-[0-9a-z]{32}/);
});
