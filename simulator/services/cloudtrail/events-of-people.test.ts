import { GetRoleCredentialsCommand, ListAccountsCommand, LogoutCommand } from '@aws-sdk/client-sso';
import { GetCallerIdentityCommand } from '@aws-sdk/client-sts';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { type Simulator, startSimulator } from '../../start.ts';
import { type Clients, clientsFor, refusal } from '../../testing/clients.ts';
import { lookUp } from '../../testing/look-up.ts';
import { ScimClient } from '../../testing/scim-client.ts';
import { SignIn } from '../../testing/sign-in.ts';
import { SMALL } from '../../worlds/small.ts';

const ADA = 'ada@small.example';
const HIDDEN = 'HIDDEN_DUE_TO_SECURITY_REASONS';
const { managementAccountId, memberAccountId, identityStoreId } = SMALL;
const identityStoreArn = `arn:aws:identitystore::${managementAccountId}:identitystore/${identityStoreId}`;
let simulator: Simulator;
let owner: Clients;
let member: Clients;
let person: SignIn;
let accessToken: string;
let userId: string;

beforeAll(async () => {
  simulator = await startSimulator({ world: 'small', throttling: false, eventDelayMs: 0 });
  owner = clientsFor(simulator.url, simulator.credentials.administrator);
  member = clientsFor(simulator.url, simulator.credentials.memberAdministrator);
});
afterAll(() => simulator.stop());
beforeEach(async () => {
  simulator.reset();
  person = new SignIn(simulator.url, `https://${identityStoreId}.awsapps.com/start`);
  accessToken = await person.as(ADA);
  userId = simulator.world.identityCenters[0]?.usersByName.get(ADA)?.id ?? '';
});

const records = async (clients: Clients) => (await lookUp(clients)).map(({ record }) => record).reverse();
const enter = (roleName = 'ReadOnlyAccess') =>
  person.portal.send(new GetRoleCredentialsCommand({ accessToken, accountId: memberAccountId, roleName }));

it('a person’s sign-in is in the history of Identity Center’s owner', async () => {
  const [signIn, token] = await records(owner);
  expect(signIn).toMatchObject({
    eventSource: 'signin.amazonaws.com',
    eventName: 'UserAuthentication',
    eventType: 'AwsServiceEvent',
    awsRegion: SMALL.region,
    userIdentity: { type: 'Unknown', userName: ADA, onBehalfOf: { userId, identityStoreArn } },
    serviceEventDetails: { UserAuthentication: 'Success' },
    recipientAccountId: managementAccountId,
  });
  expect(token).toMatchObject({
    eventSource: 'sso.amazonaws.com',
    eventName: 'CreateToken',
    userIdentity: {
      type: 'IdentityCenterUser',
      accountId: managementAccountId,
      onBehalfOf: { userId, identityStoreArn },
    },
    requestParameters: { clientSecret: HIDDEN, deviceCode: HIDDEN },
    responseElements: { accessToken: HIDDEN, refreshToken: HIDDEN, tokenType: 'Bearer' },
  });
  expect(JSON.stringify([signIn, token])).not.toContain(accessToken);
});

it('what a person does in the portal is in the owner’s history', async () => {
  await person.portal.send(new ListAccountsCommand({ accessToken }));
  await enter();
  await refusal(enter('AdministratorAccess'));
  await person.portal.send(new LogoutCommand({ accessToken }));
  const identity = { type: 'IdentityCenterUser', onBehalfOf: { userId, identityStoreArn } };
  const common = { eventSource: 'sso.amazonaws.com', eventType: 'AwsServiceEvent', userIdentity: identity };
  const role = { role_name: 'ReadOnlyAccess', account_id: memberAccountId };
  expect((await records(owner)).slice(2)).toMatchObject([
    { ...common, eventName: 'ListAccounts', readOnly: true, requestParameters: null, responseElements: null },
    { ...common, eventName: 'GetRoleCredentials', readOnly: true, serviceEventDetails: role },
    { ...common, eventName: 'GetRoleCredentials', errorCode: 'ForbiddenException', errorMessage: 'No access' },
    { ...common, eventName: 'Logout', readOnly: false },
  ]);
});

it('who enters an AWS account is in that one’s history by name, and each call of the session by id', async () => {
  const { roleCredentials } = await enter();
  const session = clientsFor(simulator.url, {
    accessKeyId: roleCredentials?.accessKeyId ?? '',
    secretAccessKey: roleCredentials?.secretAccessKey ?? '',
    sessionToken: roleCredentials?.sessionToken ?? '',
  });
  const { Arn } = await session.sts.send(new GetCallerIdentityCommand({}));
  const [entrance, call] = await records(member);
  expect(entrance).toMatchObject({
    eventSource: 'sts.amazonaws.com',
    eventName: 'AssumeRoleWithSAML',
    readOnly: true,
    userIdentity: { type: 'SAMLUser', userName: ADA, principalId: expect.stringMatching(/=:ada@small\.example$/) },
    requestParameters: {
      roleSessionName: ADA,
      roleArn: expect.stringMatching(/:role\/aws-reserved\/sso\.amazonaws\.com\/.*AWSReservedSSO_ReadOnlyAccess_/),
      principalArn: expect.stringMatching(/:saml-provider\/AWSSSO_\w+_DO_NOT_DELETE$/),
    },
    responseElements: {
      credentials: { accessKeyId: roleCredentials?.accessKeyId, sessionToken: HIDDEN },
      assumedRoleUser: { arn: Arn },
      subject: ADA,
    },
    recipientAccountId: memberAccountId,
  });
  const { samlProviders } = simulator.world.awsAccounts.get(memberAccountId) ?? {};
  const { principalArn } = (entrance as { requestParameters: { principalArn: string } }).requestParameters;
  expect(samlProviders?.has(principalArn)).toBe(true);
  expect(call).toMatchObject({
    eventName: 'GetCallerIdentity',
    userIdentity: { type: 'AssumedRole', arn: Arn, onBehalfOf: { userId, identityStoreArn } },
  });
});

it('nobody’s call leaves no event', async () => {
  const before = (await lookUp(owner)).length;
  await refusal(person.portal.send(new ListAccountsCommand({ accessToken: 'made-up' })));
  expect(await lookUp(owner)).toHaveLength(before + 1);
});

it('an identity provider’s call is one of its token, and shows nothing of a person', async () => {
  const provider = await ScimClient.of(simulator);
  const id = await provider.user('zaphod', { name: { givenName: 'Zaphod', familyName: 'Beeblebrox' } });
  const [event] = await lookUp(owner);
  expect(event?.record).toMatchObject({
    eventSource: 'identitystore-scim.amazonaws.com',
    eventName: 'CreateUser',
    awsRegion: SMALL.region,
    userIdentity: { type: 'WebIdentityUser', accountId: managementAccountId, accessKeyId: expect.any(String) },
    requestParameters: { httpBody: { userName: HIDDEN, name: { givenName: HIDDEN }, active: true } },
    responseElements: { id, userName: HIDDEN, meta: { resourceType: 'User' } },
    recipientAccountId: managementAccountId,
  });
  expect(event?.CloudTrailEvent?.toLowerCase()).not.toMatch(/zaphod|beeblebrox/);
  await provider.patch(`Users/${id}`, { op: 'replace', path: { displayName: 'Zaphod' }, id: [{ value: 'Zaphod' }] });
  const [refused] = await lookUp(owner);
  expect(refused?.record).toMatchObject({ eventName: 'PatchUser', errorCode: 'ValidationException' });
  expect(refused?.CloudTrailEvent?.toLowerCase()).not.toContain('zaphod');
  expect(event?.CloudTrailEvent).not.toContain(provider.settings.token);
});
