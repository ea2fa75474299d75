import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { EntityFact, GrantFact } from '../../../src/core/inventory/model/fact.ts';
import type { ConnectorId } from '../../../src/core/shared/ids.ts';
import { currentFacts, type Harness, openHarness, type Reading, ref, scope } from './sync-harness.ts';

const account = (id: string) => ref('aws-account', id);
const arnOf = (awsAccountId: string, name: string) => `arn:aws:iam::${awsAccountId}:role/${name}`;
const role = (awsAccountId: string, name: string): EntityFact => ({
  ...ref('iam-role', `AROA-${awsAccountId}-${name}`),
  parent: account(awsAccountId),
  name,
  arn: arnOf(awsAccountId, name),
});
const unread = (arn: string): EntityFact => ({ ...ref('unread-principal', arn), name: arn, isMention: true });
const trust = (awsAccountId: string, name: string, arn: string, qualifier = ''): GrantFact => ({
  kind: 'assume-role',
  target: role(awsAccountId, name),
  awsAccount: account(awsAccountId),
  principal: ref('unread-principal', arn),
  qualifier,
});
/** All roles of an AWS account, each with the ARNs that its trust policy names. */
const roles = (awsAccountId: string, trusts: Record<string, string[]>, qualifier = ''): Reading => ({
  scope: scope('iam-roles', account(awsAccountId)),
  entities: Object.entries(trusts).flatMap(([name, arns]) => [role(awsAccountId, name), ...arns.map(unread)]),
  grants: Object.entries(trusts).flatMap(([name, arns]) =>
    arns.map((arn) => trust(awsAccountId, name, arn, qualifier)),
  ),
});

let harness: Harness;
let first: ConnectorId;
let second: ConnectorId;
beforeAll(async () => {
  harness = await openHarness();
  first = await harness.addConnector('first');
  second = await harness.addConnector('second');
});
afterAll(() => harness.close());
beforeEach(() => harness.clear());
const lines = (prefix: string) => currentFacts(harness).then((all) => all.filter((line) => line.startsWith(prefix)));

describe('trust', () => {
  it('is of the real role when another connector has read the principal that an ARN names', async () => {
    await harness.sync(second, [roles('222', { deploy: [] })]);
    await harness.sync(first, [roles('111', { admin: [arnOf('222', 'deploy')] })]);
    expect(await lines('grant')).toEqual([
      'grant | 3 | iam-role AROA-111-admin | aws-account 111 | to | iam-role AROA-222-deploy | ',
    ]);
    expect(await lines('entity | unread')).toEqual([]);
  });

  it('moves to the real role when that is read later, in the run that finds it', async () => {
    await harness.sync(first, [roles('111', { admin: [arnOf('222', 'deploy')] })]);
    expect(await lines('grant')).toEqual([
      `grant | 3 | iam-role AROA-111-admin | aws-account 111 | to | unread-principal ${arnOf('222', 'deploy')} | `,
    ]);
    expect(await lines('entity | unread')).toHaveLength(1);
    await harness.sync(second, [roles('222', { deploy: [] })]);
    expect(await lines('grant')).toEqual([
      'grant | 3 | iam-role AROA-111-admin | aws-account 111 | to | iam-role AROA-222-deploy | ',
    ]);
    expect(await lines('entity | unread')).toEqual([]);
    expect(await lines('reach')).toHaveLength(1);
    const before = await harness.factRows();
    await harness.sync(first, [roles('111', { admin: [arnOf('222', 'deploy')] })]);
    expect(await harness.factRows()).toEqual(before);
  });

  it('ends with the version of an unread principal that nothing names any more', async () => {
    await harness.sync(first, [roles('111', { admin: ['arn:aws:iam::999:role/gone'] })]);
    await harness.sync(first, [roles('111', { admin: [] })]);
    expect(await lines('grant')).toEqual([]);
    expect(await lines('entity | unread')).toEqual([]);
  });

  it('reaches through chains, at most five hops, by the same hop whatever order the roles were read in', async () => {
    const chain = Object.fromEntries(
      Array.from({ length: 8 }, (_, n) => [`r${n}`, n ? [arnOf('111', `r${n - 1}`)] : []]),
    );
    await harness.sync(first, [roles('111', chain)]);
    const fromFirst = (await lines('reach')).filter((line) => line.includes('| iam-role AROA-111-r0 |'));
    expect(fromFirst.map((line) => line.split(' | ').slice(2).join(' '))).toEqual(
      [1, 2, 3, 4, 5].map((n) => `iam-role AROA-111-r${n} by iam-role AROA-111-r${n - 1} ${n} `),
    );
  });

  it('keeps the chain of the smaller hop of two equal ones when the other is re-created', async () => {
    const diamond = { start: [], b: [arnOf('111', 'start')], a: [arnOf('111', 'start')] };
    const end = { end: [arnOf('111', 'b'), arnOf('111', 'a')] };
    await harness.sync(first, [roles('111', { ...diamond, ...end })]);
    const chains = await lines('reach');
    expect(chains).toContain(
      'reach | iam-role AROA-111-start | iam-role AROA-111-end | by | iam-role AROA-111-a | 2 | ',
    );
    await harness.sync(first, [roles('111', { start: [], b: [], a: [], end: [] })]);
    await harness.sync(first, [roles('111', { ...end, ...diamond })]);
    expect(await lines('reach')).toEqual(chains);
  });

  it('prefers a longer plain chain to a shorter one with a condition, and joins the conditions of a chain', async () => {
    await harness.sync(first, [
      {
        scope: scope('iam-roles', account('111')),
        entities: ['s', 'm', 'x', 'y'].map((name) => role('111', name)),
        grants: [
          trust('111', 'x', arnOf('111', 's'), 'external-id'),
          trust('111', 'm', arnOf('111', 's')),
          trust('111', 'x', arnOf('111', 'm')),
          trust('111', 'y', arnOf('111', 'm'), 'session|condition:b;condition:a'),
          trust('111', 's', arnOf('111', 'y'), 'external-id'),
        ],
      },
    ]);
    const reach = await lines('reach');
    expect(reach).toContain('reach | iam-role AROA-111-s | iam-role AROA-111-x | by | iam-role AROA-111-m | 2 | ');
    expect(reach).toContain(
      'reach | iam-role AROA-111-m | iam-role AROA-111-s | by | iam-role AROA-111-y | 2 | condition:a;condition:b;external-id|external-id;session',
    );
  });

  it('shows a deleted user whose unique id a trust policy still holds as a principal, never as an identity', async () => {
    const deleted: EntityFact = { ...ref('iam-user', 'AIDAGONE'), name: 'AIDAGONE', isMention: true };
    await harness.sync(first, [
      {
        scope: scope('iam-roles', account('111')),
        entities: [role('111', 'r'), deleted],
        grants: [{ ...trust('111', 'r', ''), principal: deleted }],
      },
    ]);
    expect(await lines('entity | iam-user')).toEqual([]);
    expect(await lines('grant')).toHaveLength(1);
    expect(await lines('reach')).toEqual([]);
  });

  it('is closed with its role, and the chains through it too', async () => {
    await harness.sync(first, [roles('111', { a: [], b: [arnOf('111', 'a')], c: [arnOf('111', 'b')] })]);
    expect(await lines('reach')).toHaveLength(3);
    await harness.sync(first, [roles('111', { a: [], c: [arnOf('111', 'b')] })]);
    expect(await lines('reach')).toEqual([]);
    expect(await lines('grant')).toEqual([
      `grant | 3 | iam-role AROA-111-c | aws-account 111 | to | unread-principal ${arnOf('111', 'b')} | `,
    ]);
  });
});
