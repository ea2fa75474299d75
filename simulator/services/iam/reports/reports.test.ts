import * as iam from '@aws-sdk/client-iam';
import { AssumeRoleCommand, GetCallerIdentityCommand } from '@aws-sdk/client-sts';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type Simulator, startSimulator } from '../../../start.ts';
import { type Clients, clientsFor, refusal } from '../../../testing/clients.ts';
import { SMALL } from '../../../worlds/small.ts';
import { WorldBuilder } from '../../../worlds/world-builder.ts';

const ARN = `arn:aws:iam::${SMALL.managementAccountId}`;
const HOUR_MS = 3_600_000;
let simulator: Simulator;
let clients: Clients;
let client: Clients['iam'];

beforeAll(async () => {
  simulator = await startSimulator({ world: 'small', throttling: false });
  clients = clientsFor(simulator.url, simulator.credentials.administrator);
  client = clients.iam;
});
afterAll(() => simulator.stop());
beforeEach(() => simulator.reset());

const advance = (ms: number) => simulator.world.clock.advance(ms);

describe('the credential report', () => {
  const generate = () => client.send(new iam.GenerateCredentialReportCommand({}));
  const get = () => client.send(new iam.GetCredentialReportCommand({}));
  async function rows(): Promise<string[][]> {
    await generate();
    advance(2_000);
    return Buffer.from((await get()).Content ?? [])
      .toString()
      .split('\n')
      .map((line) => line.split(','));
  }

  it('is not there, then on its way, then there, and expires after four hours', async () => {
    expect(await refusal(get())).toMatchObject({ name: 'CredentialReportNotPresentException', status: 410 });
    expect(await generate()).toMatchObject({
      State: 'STARTED',
      Description: 'No report exists. Starting a new report generation task',
    });
    expect(await refusal(get())).toMatchObject({ name: 'CredentialReportNotReadyException', status: 404 });
    expect((await generate()).State).toBe('INPROGRESS');
    advance(2_000);
    expect((await generate()).State).toBe('COMPLETE');
    const first = await get();
    expect(first.ReportFormat).toBe('text/csv');
    await client.send(new iam.CreateUserCommand({ UserName: 'later' }));
    advance(4 * HOUR_MS - 10_000);
    expect((await generate()).State).toBe('COMPLETE');
    expect((await get()).Content).toEqual(first.Content);
    advance(20_000);
    expect(await refusal(get())).toMatchObject({ name: 'CredentialReportExpiredException', status: 410 });
    expect((await generate()).State).toBe('STARTED');
    advance(2_000);
    expect(Buffer.from((await get()).Content ?? []).toString()).toContain('\nlater,');
  });

  it('has AWS’s columns, the root user first, and the users by name', async () => {
    const [header, root, ...users] = await rows();
    expect(header?.join(',')).toBe(
      'user,arn,user_creation_time,password_enabled,password_last_used,password_last_changed,password_next_rotation,mfa_active,access_key_1_active,access_key_1_last_rotated,access_key_1_last_used_date,access_key_1_last_used_region,access_key_1_last_used_service,access_key_2_active,access_key_2_last_rotated,access_key_2_last_used_date,access_key_2_last_used_region,access_key_2_last_used_service,cert_1_active,cert_1_last_rotated,cert_2_active,cert_2_last_rotated',
    );
    expect(root?.join(',')).toMatch(
      /^<root_account>,arn:aws:iam::111111111111:root,\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ,not_supported,no_information,not_supported,not_supported,false,false,N\/A,N\/A,N\/A,N\/A,false,N\/A,N\/A,N\/A,N\/A,false,N\/A,false,N\/A$/,
    );
    expect(users.map(([name]) => name)).toEqual(['ada@small.example', 'terraform-bootstrap']);
  });

  it('tells passwords, MFA and keys as they are', async () => {
    await client.send(new iam.UpdateAccountPasswordPolicyCommand({ MaxPasswordAge: 90 }));
    await client.send(new iam.CreateUserCommand({ UserName: 'new' }));
    await client.send(new iam.CreateLoginProfileCommand({ UserName: 'new', Password: 'Never-used-1' }));
    const key = await client.send(new iam.CreateAccessKeyCommand({ UserName: 'new' }));
    const { AccessKeyId } = key.AccessKey ?? {};
    await client.send(new iam.UpdateAccessKeyCommand({ UserName: 'new', AccessKeyId, Status: 'Inactive' }));
    const all = await rows();
    const row = (name: string) =>
      Object.fromEntries(all[0]?.map((column, index) => [column, all.find(([user]) => user === name)?.[index]]) ?? []);
    const date = expect.stringMatching(/^20\d\d-/);
    expect(row('ada@small.example')).toMatchObject({
      ...{ password_enabled: 'true', password_last_used: date, mfa_active: 'true' },
      ...{ access_key_1_active: 'false', access_key_1_last_rotated: 'N/A' },
    });
    expect(row('terraform-bootstrap')).toMatchObject({
      ...{ password_enabled: 'false', password_last_used: 'N/A', password_next_rotation: 'N/A', mfa_active: 'false' },
      ...{ access_key_1_active: 'true', access_key_1_last_used_date: date, access_key_1_last_used_service: 'iam' },
    });
    const fresh = row('new');
    expect(fresh).toMatchObject({
      ...{ password_enabled: 'true', password_last_used: 'no_information', mfa_active: 'false' },
      ...{ access_key_1_active: 'false', access_key_1_last_rotated: date, access_key_1_last_used_date: 'N/A' },
    });
    const changedAt = Date.parse(fresh.password_last_changed ?? '');
    expect(Date.parse(fresh.password_next_rotation ?? '') - changedAt).toBe(90 * 24 * HOUR_MS);
  });
});

describe('the account’s authorization details', () => {
  it('are one list of pages over users, groups, roles and policies', async () => {
    await client.send(
      new iam.CreatePolicyCommand({
        PolicyName: 'Own',
        PolicyDocument: '{"Statement":[{"Effect":"Allow","Action":"s3:*","Resource":"*"}]}',
      }),
    );
    const whole = await client.send(new iam.GetAccountAuthorizationDetailsCommand({}));
    const count = (page: iam.GetAccountAuthorizationDetailsCommandOutput) =>
      [page.UserDetailList, page.GroupDetailList, page.RoleDetailList, page.Policies].map((list) => list?.length ?? 0);
    const policies = (page: iam.GetAccountAuthorizationDetailsCommandOutput) =>
      page.Policies?.map((policy) => policy.PolicyName) ?? [];
    expect(policies(whole)).toEqual(expect.arrayContaining(['Own', 'AdministratorAccess', 'ReadOnlyAccess']));
    expect(policies(whole)).not.toContain('PowerUserAccess');
    for (const pageSize of [1, 2, 3, 7]) {
      const sums = [0, 0, 0, 0];
      const arns: (string | undefined)[] = [];
      for await (const page of iam.paginateGetAccountAuthorizationDetails({ client, pageSize }, {})) {
        const counts = count(page);
        expect(counts.reduce((sum, rows) => sum + rows)).toBeLessThanOrEqual(pageSize);
        counts.forEach((rows, index) => {
          sums[index] = (sums[index] ?? 0) + rows;
        });
        for (const list of [page.UserDetailList, page.GroupDetailList, page.RoleDetailList, page.Policies]) {
          arns.push(...(list ?? []).map((row) => row.Arn));
        }
      }
      expect(sums).toEqual(count(whole));
      expect(new Set(arns).size).toBe(arns.length);
    }
  });

  it('tell everything that hangs on a user, a group and a role', async () => {
    const Tags = [{ Key: 'email', Value: 'ada@small.example' }];
    const UserName = 'ada@small.example';
    const PolicyDocument = '{"Statement":[{"Effect":"Allow","Action":"s3:*","Resource":"*"}]}';
    await client.send(new iam.TagUserCommand({ UserName, Tags }));
    await client.send(new iam.PutUserPolicyCommand({ UserName, PolicyName: 'own', PolicyDocument }));
    const PermissionsBoundary = 'arn:aws:iam::aws:policy/ReadOnlyAccess';
    await client.send(new iam.PutUserPermissionsBoundaryCommand({ UserName, PermissionsBoundary }));
    const Filter = ['User', 'Group', 'Role'] as const;
    const page = await client.send(new iam.GetAccountAuthorizationDetailsCommand({ Filter: [...Filter] }));
    expect(page.Policies).toEqual([]);
    expect(page.UserDetailList?.find((user) => user.UserName === UserName)).toMatchObject({
      ...{ GroupList: ['Operators'], Tags, PermissionsBoundary: { PermissionsBoundaryArn: PermissionsBoundary } },
      UserPolicyList: [{ PolicyName: 'own', PolicyDocument: encodeURIComponent(PolicyDocument) }],
    });
    expect(page.GroupDetailList?.[0]?.AttachedManagedPolicies).toMatchObject([{ PolicyName: 'ReadOnlyAccess' }]);
    const role = page.RoleDetailList?.find(({ RoleName }) => RoleName === 'Deployer');
    expect(decodeURIComponent(role?.AssumeRolePolicyDocument ?? '')).toContain('codebuild.amazonaws.com');
    expect(role).toMatchObject({ Arn: `${ARN}:role/ci/Deployer`, RolePolicyList: [{ PolicyName: 'deploy' }] });
  });

  it('give a full page of a thousand rows, and go on where it ended', async () => {
    const builder = Object.assign(new WorldBuilder('x', 'x'), { world: simulator.world });
    const account = builder.awsAccount(SMALL.managementAccountId);
    const trust = [{ Effect: 'Allow', Principal: { Service: 'ec2.amazonaws.com' }, Action: 'sts:AssumeRole' }];
    for (let index = 0; index < 1_500; index += 1) builder.iamRole(account, { name: `many-${index}`, trust });
    const Filter = ['Role'] as ['Role'];
    const first = await client.send(new iam.GetAccountAuthorizationDetailsCommand({ Filter, MaxItems: 1_000 }));
    expect(first.RoleDetailList).toHaveLength(1_000);
    const { Marker } = first;
    const rest = await client.send(new iam.GetAccountAuthorizationDetailsCommand({ Filter, MaxItems: 1_000, Marker }));
    expect(rest.RoleDetailList).toHaveLength(account.roles.size - 1_000);
    const other = new iam.GetAccountAuthorizationDetailsCommand({ Filter: ['User'], Marker });
    expect(await refusal(client.send(other))).toMatchObject({ name: 'ValidationError', status: 400 });
  });
});

describe('a last-accessed report', () => {
  const generate = (Arn: string) => client.send(new iam.GenerateServiceLastAccessedDetailsCommand({ Arn }));
  const get = (JobId: string | undefined) => client.send(new iam.GetServiceLastAccessedDetailsCommand({ JobId }));

  it('takes its time, and tells the services that were used among those that are allowed', async () => {
    await clients.sts.send(new GetCallerIdentityCommand({}));
    const { JobId } = await generate(`${ARN}:user/terraform-bootstrap`);
    expect(await get(JobId)).toMatchObject({ JobStatus: 'IN_PROGRESS', ServicesLastAccessed: [] });
    advance(2_000);
    const report = await get(JobId);
    expect(report.JobStatus).toBe('COMPLETED');
    const service = (name: string) => report.ServicesLastAccessed?.find((row) => row.ServiceNamespace === name);
    expect(service('iam')).toMatchObject({
      ServiceName: 'AWS Identity and Access Management',
      LastAuthenticated: expect.any(Date),
      LastAuthenticatedEntity: `${ARN}:user/terraform-bootstrap`,
      TotalAuthenticatedEntities: 1,
    });
    expect(service('sts')?.LastAuthenticated).toBeInstanceOf(Date);
    expect(service('s3')).toMatchObject({ TotalAuthenticatedEntities: 0 });
    expect(service('s3')).not.toHaveProperty('LastAuthenticated');
  });

  it('of a group or policy tells of everybody who has it', async () => {
    for (const Arn of [
      `${ARN}:group/Operators`,
      'arn:aws:iam::aws:policy/AdministratorAccess',
      `${ARN}:role/Auditor`,
    ]) {
      const { JobId } = await generate(Arn);
      advance(2_000);
      expect((await get(JobId)).ServicesLastAccessed?.length).toBeGreaterThan(1);
    }
    expect(await refusal(generate(`${ARN}:user/ghost`))).toMatchObject({ name: 'NoSuchEntityException', status: 404 });
  });

  it('is read by who asked for it only', async () => {
    const { JobId } = await generate(`${ARN}:user/terraform-bootstrap`);
    const RoleArn = `${ARN}:role/Auditor`;
    const { Credentials: made } = await clients.sts.send(new AssumeRoleCommand({ RoleArn, RoleSessionName: 'other' }));
    const other = clientsFor(simulator.url, {
      accessKeyId: made?.AccessKeyId ?? '',
      secretAccessKey: made?.SecretAccessKey ?? '',
      sessionToken: made?.SessionToken ?? '',
    }).iam;
    const foreign = other.send(new iam.GetServiceLastAccessedDetailsCommand({ JobId }));
    expect(await refusal(foreign)).toMatchObject({ name: 'NoSuchEntityException', status: 404 });
  });
});
