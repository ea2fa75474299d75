import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Simulator } from '../../../simulator/start.ts';
import type { WorldData } from '../../../simulator/state/world.ts';
import { MANAGEMENT } from '../../../simulator/worlds/demo/organization.ts';
import { createAwsReader } from '../../../src/adapters/aws/aws-reader.ts';
import type { ConnectionFacts, KnownInventory } from '../../../src/core/inventory/ports.ts';
import {
  deployMemberRoles,
  type MemberRoles,
  memberActions,
  removeMemberRole,
  setMemberActions,
} from '../../support/member-roles.ts';
import {
  type CustomerRole,
  countingBudget,
  createCustomerRole,
  MemorySink,
  nothingKnown,
  startAws,
} from '../aws-support.ts';
import { deployMembers, memberRoleName } from './open-member-world.ts';

let simulator: Simulator;
let role: CustomerRole;
let state: WorldData;
let members: string[];
let roles: MemberRoles;

beforeAll(async () => {
  simulator = await startAws('demo');
  role = await createCustomerRole(simulator, simulator.credentials.administrator, {
    awsAccountId: MANAGEMENT,
    identityCenterEnabled: false,
    memberRoleName,
  });
  state = (await (await fetch(`${simulator.url}/_simulator/state`)).json()) as WorldData;
  ({ roles, members } = await deployMembers(simulator, role));
});
afterAll(() => simulator.stop());

async function read(known: Partial<KnownInventory> = {}, connection = role.connection) {
  const sink = new MemorySink();
  const { budget, taken } = countingBudget();
  simulator.counters.clear();
  const reader = createAwsReader({ budget, backOffMs: 50 });
  const facts: ConnectionFacts = await reader.read(connection, { ...nothingKnown, ...known }, sink);
  return { sink, facts, taken };
}
const gaps = (sink: MemorySink) => [...sink.failures].filter(([name]) => name.startsWith('iam-of-aws-account'));
const isOfIam = (name: string) => /^(iam|members|credential|account-alias)/.test(name);
const of = (sink: MemorySink, id: string) =>
  [...sink.entities.values()].filter(({ parent, isMention }) => parent?.nativeId === id && !isMention);

describe('IAM of the other AWS accounts of an organization', () => {
  it('is read whole, in each by its own role and on its own rate', async () => {
    const { sink, facts, taken } = await read();
    expect([...sink.failures.keys()].filter((name) => !name.startsWith('iam-of-aws-account'))).toEqual([]);
    expect(facts.iamAwsAccountIds).toEqual(expect.arrayContaining(members));
    for (const { awsAccountId, users, groups, roles } of state.awsAccounts.filter(({ awsAccountId: id }) =>
      members.includes(id),
    )) {
      const found = of(sink, awsAccountId);
      const names = (kind: string) => found.filter((fact) => fact.kind === kind).map(({ name }) => name);
      expect(names('iam-user').sort()).toEqual(users.map(({ name }) => name).sort());
      expect(names('iam-group').sort()).toEqual(groups.map(({ name }) => name).sort());
      // The role that reads was made after the state was looked at.
      expect(names('iam-role').sort()).toEqual([...roles.map(({ name }) => name), memberRoleName].sort());
      expect(sink.completed).toContain(`iam-of-aws-account ${awsAccountId}`);
      expect(sink.completed).toContain(`credential-report ${awsAccountId}`);
      expect(taken.get(`${awsAccountId}/us-east-1/iam`)).toBeGreaterThan(0);
    }
    const calls = simulator.counters.toJSON();
    for (const operation of ['GetAccountAuthorizationDetails', 'ListRoles', 'ListAccountAliases'])
      expect(calls[`iam:${operation}`]?.calls).toBe(members.length + 1);
    expect(calls['sts:AssumeRole']?.calls).toBe(members.length + 1);
  });

  it('takes one call a thousand things and five besides', async () => {
    await read();
    const counted = simulator.counters.byAwsAccount();
    for (const id of members) {
      const made = Object.entries(counted[id] ?? {}).filter(([name]) => name.startsWith('iam:'));
      expect(made.reduce((sum, [, { calls }]) => sum + calls, 0)).toBeLessThanOrEqual(1 + 5);
    }
  });

  it('asks no group for its members, also where users fill several pages and nothing was known of them', async () => {
    const memberships = ({ grants }: MemorySink) =>
      [...grants.keys()].filter((name) => name.startsWith('group-member ')).sort();
    const { sink: whole } = await read();
    simulator.faults.add({ operation: 'iam:GetAccountAuthorizationDetails', pageSize: 1 });
    const { sink: paged } = await read();
    simulator.faults.clear();
    const counted = simulator.counters.byAwsAccount();
    for (const id of members) expect(Object.keys(counted[id] ?? {})).not.toContain('iam:GetGroup');
    expect(memberships(paged)).toEqual(memberships(whole));
    const groups = state.awsAccounts.filter(({ awsAccountId }) => members.includes(awsAccountId));
    expect(groups.flatMap((account) => account.groups)).not.toEqual([]);
  });

  it('has one gap for each AWS account that nobody gets into, and says why', async () => {
    const { sink } = await read();
    const suspended = (state.organizations[0] as WorldData['organizations'][number]).accounts.filter(
      ({ state: of }) => of !== 'ACTIVE',
    );
    expect(gaps(sink).map(([name, { reason }]) => [name, reason])).toEqual(
      suspended.map(({ id }) => [`iam-of-aws-account ${id}`, 'not-attempted']),
    );
  });

  it('of one whose role is gone is a gap with what AWS said, and stays the connector’s', async () => {
    const gone = members[0] as string;
    await removeMemberRole(roles, gone);
    const { sink, facts } = await read({ iamAwsAccountIds: [gone] });
    expect(gaps(sink).filter(([name]) => name.endsWith(gone))).toEqual([
      [
        `iam-of-aws-account ${gone}`,
        {
          reason: 'denied',
          action: 'sts:AssumeRole',
          message: expect.stringContaining(`arn:aws:iam::${gone}:role/${memberRoleName}`),
        },
      ],
    ]);
    expect(of(sink, gone)).toEqual([]);
    expect([...sink.completed].filter((name) => isOfIam(name) && name.includes(gone))).toEqual([]);
    expect(facts.iamAwsAccountIds).toContain(gone);
    expect((await read()).facts.iamAwsAccountIds).not.toContain(gone);
    await deployMemberRoles(roles, [gone]);
  });

  it('is asked for in every AWS account, however many refuse', async () => {
    const { sink } = await read({}, { ...role.connection, memberExternalId: 'another' });
    const refused = gaps(sink).filter(([, { reason }]) => reason === 'denied');
    expect(refused.map(([name]) => name).sort()).toEqual(members.map((id) => `iam-of-aws-account ${id}`));
  });

  it('degrades by what the role there may not do, and in that AWS account only', async () => {
    const [poor = '', other = ''] = members;
    await setMemberActions(
      roles,
      poor,
      memberActions.filter((action) => action !== 'iam:GetAccountAuthorizationDetails'),
    );
    const { sink } = await read();
    const ofIam = [...sink.failures.keys()].filter(isOfIam);
    expect(ofIam.filter((name) => name.endsWith(poor))).toEqual([`iam-policies ${poor}`]);
    expect(ofIam.filter((name) => name.endsWith(other))).toEqual([]);
    expect(sink.completed).toContain(`iam-users ${poor}`);
    expect(sink.deniedActions).toEqual([`iam:GetAccountAuthorizationDetails in ${poor}`]);
    await setMemberActions(roles, poor, memberActions);
  });

  it('is left to the connector that reads it already', async () => {
    const [taken = ''] = members;
    const { sink, facts } = await read({ iamElsewhere: [taken], iamAwsAccountIds: [taken] });
    const told = [...sink.failures.keys(), ...sink.completed];
    expect(told.filter((name) => isOfIam(name) && name.includes(taken))).toEqual([]);
    expect(facts.iamAwsAccountIds).not.toContain(taken);
  });

  it('is stale, not gone, once it is switched off', async () => {
    const [before = ''] = members;
    const { sink, facts } = await read({ iamAwsAccountIds: [before] }, { ...role.connection, memberRoleName: null });
    expect(gaps(sink).map(([name, { reason }]) => [name, reason])).toEqual([
      [`iam-of-aws-account ${before}`, 'not-attempted'],
    ]);
    expect(facts.iamAwsAccountIds).toEqual([]);
  });

  it('of one AWS account that takes no session any more is a gap of its own listings, and of nothing else', async () => {
    const [ended = '', other = ''] = members;
    const isEnded = { operation: 'iam:GetAccountAuthorizationDetails', awsAccountId: ended };
    simulator.faults.add({ ...isEnded, error: { code: 'InvalidClientTokenId', status: 403 } });
    const { sink } = await read();
    simulator.faults.clear();
    const ofIam = [...sink.failures.keys()].filter(isOfIam);
    expect(ofIam.filter((name) => name.endsWith(ended))).toEqual([`iam-policies ${ended}`]);
    expect(ofIam.filter((name) => name.endsWith(other) || name.endsWith(MANAGEMENT))).toEqual([]);
  });

  it('is read again by whoever goes on for a killed worker only where it was not read', async () => {
    const done = new Map<string, unknown>();
    const entered = () => [...done.keys()].filter((key) => key.startsWith('IAM of AWS account')).length;
    class Worker extends MemorySink {
      killedAfter = Number.POSITIVE_INFINITY;
      override async part<T>(key: string, read: () => Promise<T>): Promise<T> {
        if (done.has(key)) return done.get(key) as T;
        const result = await read();
        if (entered() >= this.killedAfter) throw new Error('killed');
        done.set(key, result);
        return result;
      }
    }
    const reader = createAwsReader({ budget: countingBudget().budget, backOffMs: 50 });
    const first = new Worker();
    first.killedAfter = 3;
    await expect(reader.read(role.connection, nothingKnown, first)).rejects.toThrow('killed');
    expect(entered()).toBe(3);
    simulator.counters.clear();
    const { iamAwsAccountIds } = await reader.read(role.connection, nothingKnown, new Worker());
    expect(iamAwsAccountIds).toEqual(expect.arrayContaining(members));
    const calls = simulator.counters.toJSON();
    // Of those three at most the credential reports are still to be fetched.
    for (const operation of ['GetAccountAuthorizationDetails', 'ListAccountAliases', 'GenerateCredentialReport'])
      expect(calls[`iam:${operation}`]?.calls).toBeLessThanOrEqual(1 + members.length - 3);
  });
});
