import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { EntityFact, GrantFact } from '../../../src/core/inventory/model/fact.ts';
import type { ConnectorId } from '../../../src/core/shared/ids.ts';
import { currentFacts, denied, type Harness, openHarness, type Reading, ref, scope } from './sync-harness.ts';

const awsAccount = ref('aws-account', '111111111111');
const user = (id: string, name = `name-${id}`): EntityFact => ({
  ...ref('iam-user', id),
  parent: awsAccount,
  name,
  arn: `arn:aws:iam::111111111111:user/${name}`,
});
const group = (id: string): EntityFact => ({ ...ref('iam-group', id), parent: awsAccount, name: id });
const member = (groupId: string, userId: string): GrantFact => ({
  kind: 'group-member',
  target: ref('iam-group', groupId),
  awsAccount,
  principal: ref('iam-user', userId),
});
const account: Reading = { entities: [{ ...awsAccount, name: 'Main', isMention: true }] };
const users = (...entities: EntityFact[]): Reading => ({ scope: scope('iam-users', awsAccount), entities });
const groups = (...entities: EntityFact[]): Reading => ({ scope: scope('iam-groups', awsAccount), entities });
const members = (groupId: string, ...userIds: string[]): Reading => ({
  scope: scope('members-of-group', ref('iam-group', groupId)),
  grants: userIds.map((id) => member(groupId, id)),
});

let harness: Harness;
let connectorId: ConnectorId;
let tests = 0;
beforeAll(async () => {
  harness = await openHarness();
});
afterAll(() => harness.close());
beforeEach(async () => {
  // One database for all: every table is small, and a fresh inventory is one statement.
  await harness.clear();
  connectorId = await harness.addConnector(`c${++tests}`);
});
const facts = (prefix: string, seq?: number) =>
  currentFacts(harness, seq).then((lines) => lines.filter((line) => line.startsWith(prefix)));

describe('a publish', () => {
  it('opens what was read, counts it, and leaves no staging behind', async () => {
    const published = await harness.sync(connectorId, [
      account,
      users(user('AIDA1'), user('AIDA2')),
      groups(group('AGPA1')),
      members('AGPA1', 'AIDA1'),
    ]);
    expect(published).toMatchObject({ seq: 1, opened: 5, closed: 0, changed: 0, scopesRead: 3, scopesFailed: 0 });
    expect(await facts('grant')).toEqual([
      'grant | 1 | iam-group AGPA1 | aws-account 111111111111 | to | iam-user AIDA1 | ',
    ]);
    for (const table of ['stage_scope', 'stage_entity', 'stage_grant'])
      expect(await harness.query(`select from ${table}`)).toHaveLength(0);
  });

  it('writes no fact when nothing changed', async () => {
    const readings = [account, users(user('AIDA1')), groups(group('AGPA1')), members('AGPA1', 'AIDA1')];
    await harness.sync(connectorId, readings);
    const before = await harness.factRows();
    const second = await harness.sync(connectorId, readings);
    expect(second).toMatchObject({ seq: 2, opened: 0, closed: 0, changed: 0 });
    expect(await harness.factRows()).toEqual(before);
  });

  it('sets the connector to connected, plans the next sync and audits', async () => {
    await harness.sync(connectorId, [account]);
    const [connector] = await harness.query(
      `select status, failures_in_a_row, next_sync_at = last_synced_at + interval '30 minutes' as "isPlanned",
         aws_account_id is not null as "isIdentified" from connector where id = $1`,
      [connectorId],
    );
    expect(connector).toEqual({ status: 'connected', failures_in_a_row: 0, isPlanned: true, isIdentified: true });
    const audit = await harness.query(`select action from audit_entry where detail->>'connectorId' = $1`, [
      connectorId,
    ]);
    expect(audit).toEqual([{ action: 'sync-run.published' }]);
  });

  it('answers "as of" an earlier publication with the facts of that time', async () => {
    await harness.sync(connectorId, [account, users(user('AIDA1')), groups(group('AGPA1')), members('AGPA1', 'AIDA1')]);
    const first = await currentFacts(harness);
    await harness.sync(connectorId, [
      account,
      users(user('AIDA1', 'renamed')),
      groups(group('AGPA1')),
      members('AGPA1'),
    ]);
    expect(await currentFacts(harness, 1)).toEqual(first);
    expect(await facts('grant')).toEqual([]);
    expect(await facts('grant', 1)).toHaveLength(1);
  });

  it('makes a re-created IAM user a new identity', async () => {
    await harness.sync(connectorId, [account, users(user('AIDA1', 'bob'))]);
    await harness.sync(connectorId, [account, users(user('AIDA2', 'bob'))]);
    expect((await facts('entity | iam-user')).map((line) => line.split(' | ')[1])).toEqual(['iam-user AIDA2']);
    const changes = await harness.query('select op from change where seq = 2 order by op');
    expect(changes).toEqual([{ op: 'appeared' }, { op: 'vanished' }]);
  });

  it('takes the memberships of a vanished group and of a vanished IAM user along', async () => {
    const everything = [members('AGPA1', 'AIDA1', 'AIDA2'), members('AGPA2', 'AIDA1')];
    const all = [account, users(user('AIDA1'), user('AIDA2')), groups(group('AGPA1'), group('AGPA2'))];
    await harness.sync(connectorId, [...all, ...everything]);
    await harness.sync(connectorId, [account, users(user('AIDA1')), groups(group('AGPA1'))]);
    expect((await facts('grant')).map((line) => `${line.split(' | ')[2]} ${line.split(' | ')[5]}`)).toEqual([
      'iam-group AGPA1 iam-user AIDA1',
    ]);
  });

  it('keeps one grant of two scopes once, and the plain one of two qualifiers', async () => {
    const role = { ...ref('iam-role', 'AROA1'), parent: awsAccount, name: 'r' };
    const trust = (qualifier: string): GrantFact => ({
      kind: 'assume-role',
      target: role,
      awsAccount,
      principal: ref('iam-user', 'AIDA1'),
      qualifier,
    });
    const roles = (...grants: GrantFact[]): Reading => ({
      scope: scope('iam-roles', awsAccount),
      entities: [role],
      grants,
    });
    await harness.sync(connectorId, [account, users(user('AIDA1')), roles(trust('external-id'), trust(''), trust(''))]);
    expect((await facts('grant')).map((line) => line.split(' | ').at(-1))).toEqual(['']);
    await harness.sync(connectorId, [account, users(user('AIDA1')), roles(trust('session'), trust('external-id'))]);
    expect((await facts('grant')).map((line) => line.split('to | ')[1])).toEqual([
      'iam-user AIDA1 | external-id|session',
    ]);
  });
});

describe('a scope that failed', () => {
  it('closes nothing, and raises a gap that keeps its first instant and ends with the next reading', async () => {
    const whole = [account, users(user('AIDA1')), groups(group('AGPA1')), members('AGPA1', 'AIDA1')];
    await harness.sync(connectorId, whole);
    const failing = [account, users(user('AIDA1')), groups(group('AGPA1')), { ...members('AGPA1'), failure: denied }];
    const second = await harness.sync(connectorId, failing);
    expect(second).toMatchObject({ closed: 0, scopesFailed: 1 });
    expect(await facts('grant')).toHaveLength(1);
    expect(await facts('gap')).toEqual(['gap | members-of-group | iam-group AGPA1 | denied | iam:GetGroup']);
    const [first] = await harness.query('select failed_at from scope_gap');
    await harness.sync(
      connectorId,
      failing.with(3, { ...members('AGPA1'), failure: { ...denied, reason: 'throttled', message: 'Rate exceeded' } }),
    );
    expect(await harness.query('select failed_at, reason, message from scope_gap')).toEqual([
      { ...first, reason: 'throttled', message: 'Rate exceeded' },
    ]);
    await harness.sync(connectorId, whole);
    expect(await harness.query('select from_seq, to_seq from scope_gap')).toEqual([{ from_seq: 2, to_seq: 4 }]);
  });

  it('adds what its pages held before it failed', async () => {
    await harness.sync(connectorId, [account, users(user('AIDA1')), groups(group('AGPA1')), members('AGPA1', 'AIDA1')]);
    await harness.sync(connectorId, [
      account,
      { ...users(user('AIDA2')), failure: denied },
      groups(group('AGPA1')),
      { ...members('AGPA1', 'AIDA2'), failure: denied },
    ]);
    expect(await facts('entity | iam-user')).toHaveLength(2);
    expect(await facts('grant')).toHaveLength(2);
  });
});
