import { ListGroupsCommand, ListUsersCommand, PutRolePolicyCommand, TagRoleCommand } from '@aws-sdk/client-iam';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { refusal } from '../../testing/clients.ts';
import {
  ADMINISTRATOR_ARN,
  document,
  PRODUCT_SESSION_ARN,
  RoleTrial,
  refusedTo,
  trust,
} from '../../testing/role-trial.ts';
import { SMALL } from '../../worlds/small.ts';

const SESSION_ARN = `arn:aws:sts::${SMALL.managementAccountId}:assumed-role/connector/test`;
const SECOND_ARN = `arn:aws:iam::${SMALL.managementAccountId}:role/second`;
const ALL = ['sts:AssumeRole', 'sts:TagSession', 'sts:SetSourceIdentity'];
const Principal = { AWS: SMALL.managementAccountId };
const Tags = [{ Key: 'Team', Value: 'red' }];
let trial: RoleTrial;

beforeAll(async () => {
  trial = await RoleTrial.start();
});
afterAll(() => trial.simulator.stop());
beforeEach(() => trial.simulator.reset());

/** What a role may do, on a condition on its session. */
async function permit(RoleName: string, Action: string, Condition: object): Promise<void> {
  const PolicyDocument = document([{ Effect: 'Allow', Action, Resource: '*', Condition }]);
  await trial.admin.iam.send(new PutRolePolicyCommand({ RoleName, PolicyName: Action.slice(4), PolicyDocument }));
}

async function mayAssumeAny(RoleName: string): Promise<void> {
  const PolicyDocument = document([{ Effect: 'Allow', Action: 'sts:*', Resource: '*' }]);
  await trial.admin.iam.send(new PutRolePolicyCommand({ RoleName, PolicyName: 'assume', PolicyDocument }));
}

describe('session tags', () => {
  it('are principal tags of the session, and stand before the role’s', async () => {
    await trial.createRole(trust({ Principal, Action: ALL }));
    await trial.admin.iam.send(new TagRoleCommand({ RoleName: 'connector', Tags: [{ Key: 'team', Value: 'blue' }] }));
    await permit('connector', 'iam:ListUsers', { StringEquals: { 'aws:PrincipalTag/team': 'red' } });
    await permit('connector', 'iam:ListGroups', { StringEquals: { 'aws:PrincipalTag/team': 'blue' } });
    const { iam } = await trial.assumed(trial.admin, { Tags });
    await expect(iam.send(new ListUsersCommand({}))).resolves.toHaveProperty('Users');
    expect(await refusal(iam.send(new ListGroupsCommand({})))).toMatchObject({ name: 'AccessDenied' });
  });

  it('need sts:TagSession of the trust policy', async () => {
    await trial.createRole(trust({ Principal }));
    await expect(trial.assume(trial.admin)).resolves.toHaveProperty('Credentials');
    expect(await refusal(trial.assume(trial.admin, { Tags }))).toEqual(refusedTo(ADMINISTRATOR_ARN, 'sts:TagSession'));
  });

  it('need sts:TagSession of the caller too, in another AWS account', async () => {
    await trial.createRole(trust({ Principal: { AWS: '*' }, Action: ALL }));
    const Effect = 'Allow';
    const assumer = await trial.user('assumer', [{ Effect, Action: ALL[0], Resource: '*' }], trial.member);
    const tagger = await trial.user('tagger', [{ Effect, Action: ALL, Resource: '*' }], trial.member);
    const arn = `arn:aws:iam::${SMALL.memberAccountId}:user/assumer`;
    expect(await refusal(trial.assume(assumer, { Tags }))).toEqual(refusedTo(arn, 'sts:TagSession'));
    await expect(trial.assume(tagger, { Tags })).resolves.toHaveProperty('Credentials');
  });

  it('can be conditions of the trust: by key and by value', async () => {
    const Condition = {
      StringEquals: { 'aws:RequestTag/team': ['red', 'blue'] },
      'ForAllValues:StringEquals': { 'aws:TagKeys': ['team', 'Team'] },
    };
    await trial.createRole(trust({ Principal, Action: ALL, Condition }));
    const REFUSED = refusedTo(ADMINISTRATOR_ARN);
    await expect(trial.assume(trial.admin, { Tags })).resolves.toHaveProperty('Credentials');
    expect(await refusal(trial.assume(trial.admin))).toEqual(REFUSED);
    expect(await refusal(trial.assume(trial.admin, { Tags: [{ Key: 'Team', Value: 'green' }] }))).toEqual(REFUSED);
    const more = [...Tags, { Key: 'cost', Value: '1' }];
    expect(await refusal(trial.assume(trial.admin, { Tags: more }))).toEqual(REFUSED);
  });

  it('have keys that differ by more than case', async () => {
    await trial.createRole(trust({ Principal, Action: ALL }));
    const twice = [...Tags, { Key: 'team', Value: 'blue' }];
    expect(await refusal(trial.assume(trial.admin, { Tags: twice }))).toEqual({
      name: 'InvalidParameterValue',
      status: 400,
      message: 'Duplicate tag keys found. Please note that Tag keys are case insensitive.',
    });
  });

  it('are fifty at most', async () => {
    await trial.createRole(trust({ Principal, Action: ALL }));
    const tags = Array.from({ length: 51 }, (_, index) => ({ Key: `k${index}`, Value: '' }));
    await expect(trial.assume(trial.admin, { Tags: tags.slice(1) })).resolves.toHaveProperty('Credentials');
    expect(await refusal(trial.assume(trial.admin, { Tags: tags }))).toMatchObject({
      name: 'ValidationError',
      message: expect.stringMatching(
        /at 'tags' failed to satisfy constraint: Member must have length less than or equal to 50$/,
      ),
    });
  });
});

describe('a transitive tag', () => {
  beforeEach(async () => {
    await trial.createRole(trust({ Principal, Action: ALL }));
    await mayAssumeAny('connector');
  });

  it('is handed on to the next role, and others are not', async () => {
    await trial.createRole(trust({ Principal, Action: ALL }), {}, 'second');
    await permit('second', 'iam:ListUsers', { StringEquals: { 'aws:PrincipalTag/team': 'red' } });
    const given = [...Tags, { Key: 'cost', Value: '1' }];
    const first = await trial.assumed(trial.admin, { Tags: given, TransitiveTagKeys: ['Team'] });
    const second = await trial.assumed(first, { RoleArn: SECOND_ARN });
    await expect(second.iam.send(new ListUsersCommand({}))).resolves.toHaveProperty('Users');
    await permit('second', 'iam:ListUsers', { Null: { 'aws:PrincipalTag/cost': 'false' } });
    expect(await refusal(second.iam.send(new ListUsersCommand({})))).toMatchObject({ name: 'AccessDenied' });
    const plain = await trial.assumed(await trial.assumed(trial.admin, { Tags }), { RoleArn: SECOND_ARN });
    await permit('second', 'iam:ListUsers', { Null: { 'aws:PrincipalTag/team': 'false' } });
    expect(await refusal(plain.iam.send(new ListUsersCommand({})))).toMatchObject({ name: 'AccessDenied' });
  });

  it('needs sts:TagSession of the next role too', async () => {
    await trial.createRole(trust({ Principal }), {}, 'second');
    const first = await trial.assumed(trial.admin, { Tags, TransitiveTagKeys: ['Team'] });
    expect(await refusal(trial.assume(first, { RoleArn: SECOND_ARN }))).toEqual(
      refusedTo(SESSION_ARN, 'sts:TagSession', SECOND_ARN),
    );
  });

  it('cannot be given another value on the way, and must be among the tags', async () => {
    await trial.createRole(trust({ Principal, Action: ALL }), {}, 'second');
    const first = await trial.assumed(trial.admin, { Tags, TransitiveTagKeys: ['team'] });
    const again = { RoleArn: SECOND_ARN, Tags: [{ Key: 'team', Value: 'blue' }] };
    expect(await refusal(trial.assume(first, again))).toMatchObject({ name: 'InvalidParameterValue', status: 400 });
    expect(await refusal(trial.assume(trial.admin, { Tags, TransitiveTagKeys: ['cost'] }))).toEqual({
      name: 'InvalidParameterValue',
      status: 400,
      message: 'The specified transitive tag key must be included in the requested tags.',
    });
  });
});

describe('a source identity', () => {
  const SourceIdentity = 'ada';

  it('is a condition key of all that its session does', async () => {
    await trial.createRole(trust({ Principal, Action: ALL }));
    await permit('connector', 'iam:ListUsers', { StringEquals: { 'aws:SourceIdentity': SourceIdentity } });
    const named = await trial.assumed(trial.admin, { SourceIdentity });
    const other = await trial.assumed(trial.admin, { SourceIdentity: 'bob' });
    const without = await trial.assumed(trial.admin);
    await expect(named.iam.send(new ListUsersCommand({}))).resolves.toHaveProperty('Users');
    for (const { iam } of [other, without]) {
      expect(await refusal(iam.send(new ListUsersCommand({})))).toMatchObject({ name: 'AccessDenied' });
    }
    expect((await trial.assume(trial.admin, { SourceIdentity })).SourceIdentity).toBe(SourceIdentity);
  });

  it('needs sts:SetSourceIdentity', async () => {
    await trial.createRole(trust({ Principal }));
    const refused = refusedTo(ADMINISTRATOR_ARN, 'sts:SetSourceIdentity');
    expect(await refusal(trial.assume(trial.admin, { SourceIdentity }))).toEqual(refused);
  });

  it('can be asked for by the trust policy, by sts:SourceIdentity', async () => {
    const Condition = { StringLike: { 'sts:SourceIdentity': 'a*' } };
    await trial.createRole(trust({ Principal, Action: ALL, Condition }));
    await expect(trial.assume(trial.admin, { SourceIdentity })).resolves.toHaveProperty('Credentials');
    expect(await refusal(trial.assume(trial.admin, { SourceIdentity: 'bob' }))).toEqual(refusedTo(ADMINISTRATOR_ARN));
    expect(await refusal(trial.assume(trial.admin))).toEqual(refusedTo(ADMINISTRATOR_ARN));
  });

  it('stays when the next role is assumed, and cannot be changed', async () => {
    await trial.createRole(trust({ Principal, Action: ALL }));
    await mayAssumeAny('connector');
    await trial.createRole(trust({ Principal, Action: ALL }), {}, 'second');
    const first = await trial.assumed(trial.admin, { SourceIdentity });
    expect((await trial.assume(first, { RoleArn: SECOND_ARN })).SourceIdentity).toBe(SourceIdentity);
    const same = await trial.assume(first, { RoleArn: SECOND_ARN, SourceIdentity });
    expect(same.SourceIdentity).toBe(SourceIdentity);
    const other = { RoleArn: SECOND_ARN, SourceIdentity: 'bob' };
    expect(await refusal(trial.assume(first, other))).toEqual(
      refusedTo(SESSION_ARN, 'sts:SetSourceIdentity', SECOND_ARN),
    );
  });

  it('of the product’s own session is none', async () => {
    await trial.createRole(trust({ Principal: { AWS: '*' } }));
    expect((await trial.assume(trial.product)).SourceIdentity).toBeUndefined();
    const refused = refusedTo(PRODUCT_SESSION_ARN, 'sts:SetSourceIdentity');
    expect(await refusal(trial.assume(trial.product, { SourceIdentity }))).toEqual(refused);
  });
});
