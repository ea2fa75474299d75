import {
  AttachUserPolicyCommand,
  CreatePolicyCommand,
  DeletePolicyCommand,
  DeleteUserPermissionsBoundaryCommand,
  DetachUserPolicyCommand,
  PutUserPermissionsBoundaryCommand,
  TagUserCommand,
} from '@aws-sdk/client-iam';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Simulator } from '../../simulator/start.ts';
import type { WorldData } from '../../simulator/state/world.ts';
import { SMALL } from '../../simulator/worlds/small.ts';
import { createAwsReader } from '../../src/adapters/aws/aws-reader.ts';
import { furtherReadActions } from '../../src/core/connectors/model/further-read-permissions.ts';
import { readActions } from '../../src/core/connectors/model/permission-table.ts';
import type { EntityKind } from '../../src/core/inventory/model/kinds.ts';
import type { KnownInventory } from '../../src/core/inventory/ports.ts';
import {
  type CustomerRole,
  countingBudget,
  createCustomerRole,
  furtherIamActions,
  grantName,
  MemorySink,
  nothingKnown,
  startAws,
} from './aws-support.ts';

const own = SMALL.managementAccountId;
const policyArn = `arn:aws:iam::${own}:policy/Deploy`;
const document = { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: 's3:*', Resource: '*' }] };
const UserName = 'ada@small.example';
let simulator: Simulator;
let role: CustomerRole;
let full: MemorySink;
let firstReportCalls = 0;
const reader = createAwsReader({ budget: countingBudget().budget, backOffMs: 50 });

beforeAll(async () => {
  simulator = await startAws('small');
  role = await createCustomerRole(simulator, simulator.credentials.administrator, { awsAccountId: own });
  await makePolicy();
  await role.iam.send(new PutUserPermissionsBoundaryCommand({ UserName, PermissionsBoundary: policyArn }));
  await role.iam.send(new TagUserCommand({ UserName, Tags: [{ Key: 'team', Value: 'ops' }] }));
  full = await read();
  firstReportCalls = simulator.counters.of('iam', 'GetCredentialReport').calls;
});
afterAll(() => simulator.stop());
beforeEach(() => simulator.faults.clear());

const makePolicy = async () => {
  await role.iam.send(new CreatePolicyCommand({ PolicyName: 'Deploy', PolicyDocument: JSON.stringify(document) }));
  await role.iam.send(new AttachUserPolicyCommand({ UserName, PolicyArn: policyArn }));
};

/** IAM alone: the rest has tests of its own. */
async function read(known: KnownInventory = nothingKnown): Promise<MemorySink> {
  const sink = new MemorySink();
  const connection = { ...role.connection, organizationsEnabled: false, identityCenterEnabled: false };
  simulator.counters.clear();
  await reader.read(connection, known, sink);
  return sink;
}
async function readWithout(...actions: string[]): Promise<MemorySink> {
  await role.allowAllBut(...actions);
  const sink = await read();
  await role.allowAllBut();
  return sink;
}
/** Facts of these kinds and the grants on them, in one order. */
const factsOf = (sink: MemorySink, ...kinds: EntityKind[]) => [
  ...kinds.flatMap((kind) => sink.of(kind)).sort((a, b) => (a.nativeId < b.nativeId ? -1 : 1)),
  ...[...sink.grants.values()]
    .filter(({ target }) => kinds.includes(target.kind))
    .map(grantName)
    .sort(),
];
const iam = async () => {
  const state = (await (await fetch(`${simulator.url}/_simulator/state`)).json()) as WorldData;
  return state.awsAccounts.find(({ awsAccountId }) => awsAccountId === own) as WorldData['awsAccounts'][number];
};
const idOf = (sink: MemorySink, kind: EntityKind, name: string) =>
  sink.of(kind).find((each) => each.name === name)?.nativeId;

describe('everything of IAM that the further actions give', () => {
  it('is read whole', () => {
    expect([...full.failures]).toEqual([]);
    expect(full.completed).toContain(`iam-policies ${own}`);
    expect(full.completed).toContain(`credential-report ${own}`);
  });

  it('names every policy of every user, group and role', async () => {
    const account = await iam();
    const holders = [...account.users, ...account.groups, ...account.roles];
    const expected = holders.flatMap(({ id, attachedPolicyArns, inlinePolicies }) => [
      ...attachedPolicyArns.map((arn) => `attached-policy ${arn === policyArn ? account.policies[0]?.id : arn} ${id}`),
      ...Object.keys(inlinePolicies).map((name) => `attached-policy ${id}/${name} ${id}`),
    ]);
    expect(factsOf(full, 'iam-policy', 'iam-inline-policy').filter((each) => typeof each === 'string')).toEqual(
      expected.sort(),
    );
    expect(expected.length).toBeGreaterThan(4);
  });

  it('holds what inline policies and the default version of the own policies allow', async () => {
    const deployer = idOf(full, 'iam-role', 'Deployer');
    expect(full.entities.get(`iam-inline-policy ${deployer}/deploy`)?.attrs?.document).toMatchObject({
      Statement: [{ Action: ['s3:*', 'iam:PassRole'] }],
    });
    const [policy] = (await iam()).policies;
    expect(full.entities.get(`iam-policy ${policy?.id}`)).toMatchObject({
      name: 'Deploy',
      arn: policyArn,
      parent: { kind: 'aws-account', nativeId: own },
      attrs: { defaultVersionId: 'v1', document },
    });
  });

  it('holds tags and permissions boundaries, as facts of their own', () => {
    const ada = idOf(full, 'iam-user', UserName);
    expect(full.of('iam-attributes')).toEqual([
      {
        kind: 'iam-attributes',
        nativeId: ada,
        parent: { kind: 'aws-account', nativeId: own },
        name: UserName,
        attrs: { permissionsBoundary: policyArn, tags: { team: 'ops' } },
      },
    ]);
  });

  it('tells how each user, the root user and each role was used', async () => {
    const account = await iam();
    const uses = full.uses.map(({ of }) => ('arn' in of ? of.arn : of.nativeId)).sort();
    expect(uses).toEqual(
      [
        own,
        ...account.users.map(({ name }) => `arn:aws:iam::${own}:user/${name}`),
        ...account.roles.map(({ id }) => id),
      ].sort(),
    );
    const ada = full.uses.find(({ of }) => 'arn' in of && of.arn.endsWith(UserName));
    expect(ada).toMatchObject({ hasPassword: true, hasMfa: true, lastUsedAt: expect.stringMatching(/^20/) });
  });

  it('takes one call a thousand things, and five besides', async () => {
    await read();
    const account = await iam();
    const things = account.users.length + account.groups.length + account.roles.length + account.policies.length;
    const calls = Object.entries(simulator.counters.toJSON()).filter(([name]) => name.startsWith('iam:'));
    expect(calls.reduce((sum, [, { calls }]) => sum + calls, 0)).toBeLessThanOrEqual(Math.ceil(things / 1000) + 5);
    expect(calls.map(([name]) => name)).not.toContain('iam:GetGroup');
  });

  it('calls nothing that the two tables of read actions do not declare', () => {
    const declared = [...readActions, ...furtherReadActions, 'sts:AssumeRole'];
    for (const operation of full.calls.keys()) expect(declared).toContain(operation);
  });

  it('reads descriptions and session lengths of roles once a day, and keeps what it knows of them', async () => {
    const knownFor = (ageMs: number): KnownInventory => {
      const others = { 'permission-set-details': {}, 'organizational-units': {}, 'aws-account-tags': {} };
      const agesMs = { ...others, 'iam-role-settings': { [own]: ageMs } };
      const details = { intervalMs: 3600_000, agesMs, missed: [] };
      return {
        ...full.known(),
        awsAccountId: own,
        history: { counts: null, deniedActions: [], rotation: {}, details },
      };
    };
    const again = await read(knownFor(23 * 3600_000));
    expect(Object.keys(simulator.counters.toJSON())).not.toContain('iam:ListRoles');
    for (const fact of again.of('iam-role').filter(({ isMention }) => !isMention))
      expect(fact.unread).toEqual(['description', 'maxSessionDurationSeconds']);
    const nextDay = await read(knownFor(25 * 3600_000));
    expect(nextDay.of('iam-role')).toEqual(full.of('iam-role'));
    expect(nextDay.completed).toContain(`iam-role-settings ${own}`);
  });
});

describe('the two ways of reading', () => {
  const both = ['iam-user', 'iam-group', 'iam-role', 'aws-account-alias'] as const;

  it('give the same facts of users, groups, members, roles and trust', async () => {
    const listed = await readWithout(...furtherIamActions);
    expect(factsOf(listed, ...both)).toEqual(factsOf(full, ...both));
    const scopes = [...full.completed].filter(
      (scope) => !/^(iam-policies|iam-role-settings|credential-report) /.test(scope),
    );
    expect([...listed.completed].sort()).toEqual(scopes.sort());
  });

  it('give the same facts also over several pages', async () => {
    simulator.faults.add({ operation: 'iam:GetAccountAuthorizationDetails', pageSize: 1 });
    const paged = await read(full.known());
    expect(simulator.counters.toJSON()['iam:GetGroup']).toBeUndefined();
    const all = [...both, 'iam-inline-policy', 'iam-attributes'] as const;
    expect(factsOf(paged, ...all)).toEqual(factsOf(full, ...all));
    // Deploy was made a moment ago, perhaps after another of that name: whose policy the page before meant is open.
    expect([...paged.failures]).toEqual([
      [`iam-policies ${own}`, { reason: 'invalid', message: expect.stringContaining(`${policyArn} changed while`) }],
    ]);
  });

  it('over several pages, ask a group that was not known before for its members', async () => {
    simulator.faults.add({ operation: 'iam:GetAccountAuthorizationDetails', pageSize: 1 });
    const paged = await read();
    expect(simulator.counters.toJSON()['iam:GetGroup']?.calls).toBe(1);
    expect(factsOf(paged, ...both)).toEqual(factsOf(full, ...both));
  });

  it('know a policy that was made again under its name as another one', async () => {
    await role.iam.send(new DeleteUserPermissionsBoundaryCommand({ UserName }));
    await role.iam.send(new DetachUserPolicyCommand({ UserName, PolicyArn: policyArn }));
    await role.iam.send(new DeletePolicyCommand({ PolicyArn: policyArn }));
    await makePolicy();
    const again = await read();
    expect(idOf(again, 'iam-policy', 'Deploy')).not.toBe(idOf(full, 'iam-policy', 'Deploy'));
    full = again;
  });
});

describe('without a further action of IAM exactly one thing is not read, and it is named', () => {
  it.each([
    ['iam:GetAccountAuthorizationDetails', 'iam-policies'],
    ['iam:GetCredentialReport', 'credential-report'],
  ])('%s: %s', async (action, scope) => {
    const sink = await readWithout(action);
    expect([...sink.failures.keys()]).toEqual([`${scope} ${own}`]);
    expect(sink.failures.get(`${scope} ${own}`)).toMatchObject({ reason: 'denied', action });
    expect(sink.deniedActions).toEqual([action]);
    // The listing of roles, which stands in for the details, tells their settings besides.
    const isExpected = (each: string) =>
      each !== `${scope} ${own}` && !(scope === 'iam-policies' && each.startsWith('iam-role-settings'));
    expect([...sink.completed].sort()).toEqual([...full.completed].filter(isExpected).sort());
  });

  it('iam:GenerateCredentialReport: nothing, while there is a report that somebody else had made', async () => {
    const sink = await readWithout('iam:GenerateCredentialReport');
    expect([...sink.failures.keys()]).toEqual([]);
    expect(sink.uses).toHaveLength(full.uses.length);
  });

  it('iam:GenerateCredentialReport: the report, when there is none', async () => {
    simulator.faults.add({
      operation: 'iam:GetCredentialReport',
      error: { code: 'ReportNotPresent', message: '', status: 410 },
    });
    const sink = await readWithout('iam:GenerateCredentialReport');
    expect([...sink.failures.keys()]).toEqual([`credential-report ${own}`]);
    expect(sink.failures.get(`credential-report ${own}`)).toMatchObject({
      reason: 'denied',
      action: 'iam:GenerateCredentialReport',
    });
  });

  it('iam:ListRoles, beside the details: descriptions and session lengths of roles', async () => {
    const sink = await readWithout('iam:ListRoles');
    expect([...sink.failures.keys()]).toEqual([`iam-role-settings ${own}`]);
    expect(sink.failures.get(`iam-role-settings ${own}`)).toMatchObject({ reason: 'denied', action: 'iam:ListRoles' });
    expect(sink.completed).toContain(`iam-roles ${own}`);
  });

  it('is not asked for again within the day after AWS refused it', async () => {
    const history = { counts: null, deniedActions: [...furtherIamActions], rotation: {} };
    const sink = await read({ ...nothingKnown, history });
    const asked = Object.keys(simulator.counters.toJSON());
    for (const action of furtherIamActions) expect(asked).not.toContain(action);
    expect([...sink.failures.keys()].sort()).toEqual([`credential-report ${own}`, `iam-policies ${own}`]);
  });
});

describe('a credential report', () => {
  it('that AWS still makes is waited for', () => {
    // The first reading here began the report, which takes two seconds; nothing was lost by that.
    expect(full.completed).toContain(`credential-report ${own}`);
    expect(firstReportCalls).toBeGreaterThan(1);
  });

  it('that never gets ready is a gap in plain words, and the rest is read', async () => {
    simulator.faults.add({
      operation: 'iam:GetCredentialReport',
      error: { code: 'ReportInProgress', message: '', status: 404 },
    });
    const sink = await read();
    expect([...sink.failures.values()]).toEqual([
      { reason: 'unavailable', message: 'AWS was still making the report. The next sync reads it.' },
    ]);
    expect(sink.completed).toContain(`iam-policies ${own}`);
  });
});
