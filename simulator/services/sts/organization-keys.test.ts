import { CreateRoleCommand, ListAccountAliasesCommand, ListUsersCommand } from '@aws-sdk/client-iam';
import { MoveAccountCommand, RemoveAccountFromOrganizationCommand } from '@aws-sdk/client-organizations';
import { ListInstancesCommand, ListPermissionSetsCommand } from '@aws-sdk/client-sso-admin';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type Clients, refusal } from '../../testing/clients.ts';
import { ROLE_ARN, RoleTrial, trust } from '../../testing/role-trial.ts';
import { COUNTERSIGN_ACCOUNT_ID } from '../../worlds/credentials.ts';
import { SMALL } from '../../worlds/small.ts';

const { organizationId, rootId, unitId, managementAccountId, memberAccountId } = SMALL;
const IN_UNIT = `${organizationId}/${rootId}/${unitId}/`;
const DENIED = { name: expect.stringMatching(/^AccessDenied/) };
let trial: RoleTrial;

beforeAll(async () => {
  trial = await RoleTrial.start();
});
afterAll(() => trial.simulator.stop());
beforeEach(() => trial.simulator.reset());

describe('who asks, in a trust policy for everybody', () => {
  const isLetIn = (clients: Clients) =>
    trial.assume(clients).then(
      () => true,
      () => false,
    );
  // Operator, key, value, and whether it lets in the member's administrator and the product, who is in no organization.
  it.each<[string, string, string | string[], boolean, boolean]>([
    ['StringEquals', 'aws:PrincipalOrgID', organizationId, true, false],
    ['StringEquals', 'AWS:principalorgid', organizationId, true, false],
    ['StringEquals', 'aws:PrincipalOrgID', ['o-other00001', organizationId], true, false],
    ['StringEquals', 'aws:PrincipalOrgID', 'o-other00001', false, false],
    ['StringEqualsIfExists', 'aws:PrincipalOrgID', organizationId, true, true],
    ['StringEqualsIfExists', 'aws:PrincipalOrgID', 'o-other00001', false, true],
    ['StringNotEquals', 'aws:PrincipalOrgID', organizationId, false, true],
    ['Null', 'aws:PrincipalOrgID', 'true', false, true],
    ['Null', 'aws:PrincipalOrgID', 'false', true, false],
    ['ForAnyValue:StringEquals', 'aws:PrincipalOrgPaths', IN_UNIT, true, false],
    ['ForAnyValue:StringLike', 'aws:PrincipalOrgPaths', `${organizationId}/*`, true, false],
    ['ForAnyValue:StringLike', 'aws:PrincipalOrgPaths', `${IN_UNIT}ou-*`, false, false],
    ['ForAnyValue:StringEquals', 'aws:PrincipalOrgPaths', IN_UNIT.slice(0, -1), false, false],
    ['ForAllValues:StringLike', 'aws:PrincipalOrgPaths', `${organizationId}/*`, true, true],
    ['ForAllValues:StringLike', 'aws:PrincipalOrgPaths', 'o-other00001/*', false, true],
    ['StringEquals', 'aws:PrincipalAccount', memberAccountId, true, false],
    ['StringEquals', 'aws:PrincipalAccount', COUNTERSIGN_ACCOUNT_ID, false, true],
    ['ArnEquals', 'aws:PrincipalArn', `arn:aws:iam::${memberAccountId}:user/deploy-bootstrap`, true, false],
    ['ArnLike', 'aws:PrincipalArn', `arn:aws:iam::${COUNTERSIGN_ACCOUNT_ID}:role/*`, false, true],
  ])('%s on %s of %j: the member %s, the product %s', async (operator, key, value, member, product) => {
    await trial.createRole(trust({ Principal: { AWS: '*' }, Condition: { [operator]: { [key]: value } } }));
    expect([await isLetIn(trial.member), await isLetIn(trial.product)]).toEqual([member, product]);
  });

  it('is known by where its AWS account is now', async () => {
    const Condition = { 'ForAnyValue:StringLike': { 'aws:PrincipalOrgPaths': `${IN_UNIT}*` } };
    await trial.createRole(trust({ Principal: { AWS: '*' }, Condition }));
    expect(await isLetIn(trial.member)).toBe(true);
    const move = { AccountId: memberAccountId, SourceParentId: unitId, DestinationParentId: rootId };
    await trial.admin.organizations.send(new MoveAccountCommand(move));
    expect(await isLetIn(trial.member)).toBe(false);
  });

  it('has no organization once its AWS account has left it', async () => {
    await trial.createRole(
      trust({ Principal: { AWS: '*' }, Condition: { StringEquals: { 'aws:PrincipalOrgID': organizationId } } }),
    );
    expect(await isLetIn(trial.member)).toBe(true);
    await trial.admin.organizations.send(new RemoveAccountFromOrganizationCommand({ AccountId: memberAccountId }));
    expect(await isLetIn(trial.member)).toBe(false);
  });
});

describe('whose what is asked for is, in an identity policy', () => {
  const may = (Action: string, Condition: object) => [{ Effect: 'Allow', Action, Resource: '*', Condition }];
  const equal = (key: string, value: string) => ({ StringEquals: { [key]: value } });

  it.each<[string, string, boolean]>([
    ['aws:ResourceAccount', managementAccountId, true],
    ['aws:ResourceAccount', memberAccountId, false],
    ['aws:ResourceOrgID', organizationId, true],
    ['aws:ResourceOrgID', 'o-other00001', false],
    ['aws:ResourceOrgPaths', `${organizationId}/${rootId}/`, true],
    ['aws:ResourceOrgPaths', IN_UNIT, false],
    ['aws:PrincipalOrgID', organizationId, true],
  ])('%s of %s is judged by the role’s AWS account: %s', async (key, value, isAllowed) => {
    const user = await trial.user('asks', may('sts:AssumeRole', equal(key, value)), trial.member);
    await trial.createRole(trust({ Principal: { AWS: memberAccountId } }));
    if (isAllowed) await expect(trial.assume(user)).resolves.toHaveProperty('Credentials');
    else expect(await refusal(trial.assume(user))).toMatchObject(DENIED);
  });

  it('keeps people from roles outside the organization, whoever trusts them there', async () => {
    const user = await trial.user('asks', [
      { Effect: 'Allow', Action: 'sts:AssumeRole', Resource: '*' },
      {
        Effect: 'Deny',
        Action: 'sts:AssumeRole',
        Resource: '*',
        Condition: { StringNotEquals: { 'aws:ResourceOrgID': organizationId } },
      },
    ]);
    const AssumeRolePolicyDocument = trust({ Principal: { AWS: managementAccountId } });
    await trial.member.iam.send(new CreateRoleCommand({ RoleName: 'connector', AssumeRolePolicyDocument }));
    const RoleArn = ROLE_ARN.replace(managementAccountId, memberAccountId);
    await expect(trial.assume(user, { RoleArn })).resolves.toHaveProperty('Credentials');
    await trial.admin.organizations.send(new RemoveAccountFromOrganizationCommand({ AccountId: memberAccountId }));
    expect(await refusal(trial.assume(user, { RoleArn }))).toMatchObject(DENIED);
  });

  it('is the caller’s AWS account where the resource is none or its own', async () => {
    const own = equal('aws:ResourceAccount', managementAccountId);
    const user = await trial.user('asks', [...may('iam:*', own), ...may('sso:*', own)]);
    await expect(user.iam.send(new ListUsersCommand({}))).resolves.toHaveProperty('Users');
    await expect(user.iam.send(new ListAccountAliasesCommand({}))).resolves.toHaveProperty('AccountAliases');
    await expect(user.ssoAdmin.send(new ListInstancesCommand({}))).resolves.toHaveProperty('Instances');
  });

  it('is not told where the resource’s ARN names no AWS account: then only …IfExists holds', async () => {
    const list = new ListPermissionSetsCommand({ InstanceArn: SMALL.instanceArn });
    const strict = await trial.user('strict', may('sso:*', equal('aws:ResourceAccount', managementAccountId)));
    expect(await refusal(strict.ssoAdmin.send(list))).toMatchObject(DENIED);
    const ifExists = { StringEqualsIfExists: { 'aws:ResourceAccount': managementAccountId } };
    const lenient = await trial.user('lenient', may('sso:*', ifExists));
    await expect(lenient.ssoAdmin.send(list)).resolves.toHaveProperty('PermissionSets');
  });
});
