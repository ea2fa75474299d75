import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Simulator } from '../../simulator/start.ts';
import type { WorldData } from '../../simulator/state/world.ts';
import { MANAGEMENT } from '../../simulator/worlds/demo/organization.ts';
import { SMALL } from '../../simulator/worlds/small.ts';
import { createAwsReader } from '../../src/adapters/aws/aws-reader.ts';
import type { ConnectionFacts } from '../../src/core/inventory/ports.ts';
import { countingBudget, createCustomerRole, MemorySink, nothingKnown, startAws } from './aws-support.ts';

const worlds = [
  { world: 'small', management: SMALL.managementAccountId, region: SMALL.region },
  { world: 'demo', management: MANAGEMENT, region: 'eu-north-1' },
] as const;

describe.each(worlds)('a full reading of the world $world', ({ world, management, region }) => {
  let simulator: Simulator;
  let state: WorldData;
  let facts: ConnectionFacts;
  const sink = new MemorySink();
  const { budget, taken } = countingBudget();

  beforeAll(async () => {
    simulator = await startAws(world);
    const role = await createCustomerRole(simulator, simulator.credentials.administrator, {
      awsAccountId: management,
      identityCenterRegion: region,
    });
    simulator.counters.clear();
    facts = await createAwsReader({ budget }).read(role.connection, nothingKnown, sink);
    // The oracle: what the simulated AWS says of itself, over its own control API.
    state = (await (await fetch(`${simulator.url}/_simulator/state`)).json()) as WorldData;
  });
  afterAll(() => simulator.stop());

  const organization = () => state.organizations[0] as WorldData['organizations'][number];
  const center = () => state.identityCenters[0] as WorldData['identityCenters'][number];
  const iam = () =>
    state.awsAccounts.find((each) => each.awsAccountId === management) as WorldData['awsAccounts'][number];
  const user = (id: string) => `${center().identityStoreId}/${id}`;
  const sorted = (lines: string[]) => lines.sort();

  it('could read every scope', () => {
    expect([...sink.failures]).toEqual([]);
    expect(sink.lines.filter((line) => !line.startsWith('read '))).toEqual([]);
  });

  it('learns who the connection belongs to', () => {
    expect(facts).toEqual({
      awsPartition: 'aws',
      awsAccountId: management,
      iamAwsAccountIds: [],
      organizationId: organization().id,
      managementAwsAccountId: management,
      identityCenterInstanceArn: center().instanceArn,
      identityStoreId: center().identityStoreId,
    });
  });

  it('finds every AWS account with its state and its place in the tree', () => {
    const found = sink.of('aws-account').filter(({ isMention }) => !isMention);
    expect(sorted(found.map(({ nativeId, name, status }) => `${nativeId} ${name} ${status}`))).toEqual(
      sorted(organization().accounts.map(({ id, name, state }) => `${id} ${name} ${state.toLowerCase()}`)),
    );
    for (const { parent, attrs } of found) {
      expect(parent).toEqual({ kind: 'organization', nativeId: organization().id });
      expect(attrs?.paths).toHaveLength(1);
    }
  });

  it('finds every Identity Center user, with its e-mail in lower case', () => {
    expect(
      sorted(
        sink.of('identity-center-user').map((fact) => [fact.nativeId, fact.name, fact.email, fact.status].join(' ')),
      ),
    ).toEqual(
      sorted(
        center().users.map(({ id, displayName, email, userName, status }) =>
          [
            user(id),
            displayName,
            (email ?? (userName.includes('@') ? userName : undefined))?.toLowerCase(),
            status.toLowerCase(),
          ].join(' '),
        ),
      ),
    );
    const titled = center().users.find(({ title }) => title);
    if (titled) {
      const fact = sink.entities.get(`identity-center-user ${user(titled.id)}`);
      expect(fact?.attrs).toMatchObject({ userName: titled.userName, title: titled.title });
    }
  });

  it('finds every Identity Center group and membership', () => {
    expect(sorted(sink.of('identity-center-group').map(({ nativeId, name }) => `${nativeId} ${name}`))).toEqual(
      sorted(center().groups.map(({ id, displayName }) => `${user(id)} ${displayName}`)),
    );
    const found = [...sink.grants.values()].filter(
      ({ kind, target }) => kind === 'group-member' && target.kind === 'identity-center-group',
    );
    expect(sorted(found.map(({ target, principal }) => `${target.nativeId} ${principal.nativeId}`))).toEqual(
      sorted(center().memberships.map(({ groupId, userId }) => `${user(groupId)} ${user(userId)}`)),
    );
    for (const { awsAccount } of found) expect(awsAccount).toBeUndefined();
  });

  it('finds every permission set and every assignment', () => {
    expect(
      sorted(
        sink.of('permission-set').map(({ nativeId, name, attrs }) => `${nativeId} ${name} ${attrs?.sessionDuration}`),
      ),
    ).toEqual(
      sorted(center().permissionSets.map(({ arn, name, sessionDuration }) => `${arn} ${name} ${sessionDuration}`)),
    );
    const found = [...sink.grants.values()].filter(({ kind }) => kind === 'permission-set-assignment');
    expect(
      sorted(
        found.map(
          ({ target, permissionSet, principal }) =>
            `${target.nativeId} ${permissionSet?.nativeId} ${principal.kind} ${principal.nativeId}`,
        ),
      ),
    ).toEqual(
      sorted(
        center().assignments.map(
          ({ awsAccountId, permissionSetArn, principalType, principalId }) =>
            `${awsAccountId} ${permissionSetArn} identity-center-${principalType.toLowerCase()} ${user(principalId)}`,
        ),
      ),
    );
    expect(found.length).toBeGreaterThan(0);
  });

  it('finds the IAM users, groups and members of its own AWS account, and no other', () => {
    const parent = { kind: 'aws-account', nativeId: management };
    expect(sorted(sink.of('iam-user').map(({ nativeId, name, arn }) => `${nativeId} ${name} ${arn}`))).toEqual(
      sorted(iam().users.map(({ id, name, path }) => `${id} ${name} arn:aws:iam::${management}:user${path}${name}`)),
    );
    expect(sorted(sink.of('iam-group').map(({ nativeId, name }) => `${nativeId} ${name}`))).toEqual(
      sorted(iam().groups.map(({ id, name }) => `${id} ${name}`)),
    );
    for (const fact of [...sink.of('iam-user'), ...sink.of('iam-group')]) expect(fact.parent).toEqual(parent);
    const found = [...sink.grants.values()].filter(({ target }) => target.kind === 'iam-group');
    expect(sorted(found.map(({ target, principal }) => `${target.nativeId} ${principal.nativeId}`))).toEqual(
      sorted(
        iam().groups.flatMap((group) =>
          group.memberKeys.map(
            (key) => `${group.id} ${iam().users.find(({ name }) => name.toLowerCase() === key)?.id}`,
          ),
        ),
      ),
    );
    for (const { awsAccount } of found) expect(awsAccount).toEqual(parent);
  });

  it('finds every role with its trust policy, and somebody whom each of them trusts', () => {
    expect(
      sorted(
        sink
          .of('iam-role')
          .filter(({ isMention }) => !isMention)
          .map(({ nativeId, name }) => `${nativeId} ${name}`),
      ),
    ).toEqual(sorted(iam().roles.map(({ id, name }) => `${id} ${name}`)));
    for (const role of iam().roles) {
      const attrs = sink.entities.get(`iam-role ${role.id}`)?.attrs;
      expect(attrs).toMatchObject({ path: role.path, maxSessionDurationSeconds: role.maxSessionDurationSeconds });
      expect(attrs?.trustPolicy).toEqual(JSON.parse(role.trustPolicy));
      const trusted = [...sink.grants.values()].filter(
        ({ kind, target }) => kind === 'assume-role' && target.nativeId === role.id,
      );
      expect(trusted.length, role.name).toBeGreaterThan(0);
    }
  });

  it('knows the alias of its AWS account', () => {
    expect(sink.of('aws-account-alias')).toEqual(
      iam().aliases.map((alias) => ({
        kind: 'aws-account-alias',
        nativeId: `${management}/${alias}`,
        parent: { kind: 'aws-account', nativeId: management },
        name: alias,
      })),
    );
  });

  it('takes one token of the right bucket for each call that AWS saw', async () => {
    const seen = simulator.counters.toJSON();
    const calls = (...services: string[]) =>
      Object.entries(seen)
        .filter(([operation]) => services.includes(operation.split(':')[0] ?? ''))
        .reduce((total, [, { calls }]) => total + calls, 0);
    expect(Object.fromEntries(taken)).toEqual({
      '905418227316/us-east-1/sts': calls('sts'),
      [`${management}/us-east-1/iam`]: calls('iam'),
      [`${management}/us-east-1/organizations`]: calls('organizations'),
      [`${management}/${region}/identity-center`]: calls('sso', 'identitystore'),
    });
    for (const [operation, { ok, failed, throttled }] of sink.calls) {
      // AWS takes its time to make the report: asked before, it says "not ready", and is asked again.
      const refused = operation === 'iam:GetCredentialReport' ? failed : 0;
      expect([operation, ok + failed, failed, throttled]).toEqual([operation, seen[operation]?.calls, refused, 0]);
    }
  });

  it('tells plain trust from conditional trust', () => {
    const trustOf = (name: string) =>
      [...sink.grants.values()]
        .filter(
          ({ target }) => target.kind === 'iam-role' && sink.entities.get(`iam-role ${target.nativeId}`)?.name === name,
        )
        .map(({ principal, qualifier }) => `${principal.kind} ${principal.nativeId} [${qualifier}]`);
    const expected: Record<string, string[]> =
      world === 'small'
        ? {
            Auditor: [`aws-account ${management} [account-root]`],
            Deployer: ['aws-service codebuild.amazonaws.com []'],
            Vendor: ['aws-account 444444444444 [account-root]'],
            Countersign: ['unread-principal arn:aws:iam::905418227316:role/countersign-server [external-id]'],
          }
        : {
            OrganizationReader: ['anyone * [condition:aws:PrincipalOrgID]'],
            VendorBackup: ['aws-account 664418370255 [account-root;external-id]'],
            BuildOrchestrator: [`unread-principal arn:aws:iam::${management}:user/ci-legacy []`],
            OktaAdmin: [`saml-provider arn:aws:iam::${management}:saml-provider/Okta []`],
            DeployPayments: [
              `oidc-provider arn:aws:iam::${management}:oidc-provider/token.actions.githubusercontent.com [oidc-aud:sts.amazonaws.com;oidc-sub:repo:larkspur-pay/payments:ref:refs/heads/main]`,
            ],
          };
    for (const [name, trust] of Object.entries(expected)) expect(trustOf(name), name).toEqual(trust);
  });

  it('tells what it read in plain words', () => {
    expect(sink.lines).toContain(`read Identity Center users · ${center().users.length} users`);
    for (const { displayName } of center().groups) {
      expect(sink.lines.some((line) => line.startsWith(`read Group ${displayName} · `))).toBe(true);
    }
  });
});
