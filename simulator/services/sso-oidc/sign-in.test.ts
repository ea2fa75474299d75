import { LogoutCommand } from '@aws-sdk/client-sso';
import { CreateTokenCommand, RegisterClientCommand, StartDeviceAuthorizationCommand } from '@aws-sdk/client-sso-oidc';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type Simulator, startSimulator } from '../../start.ts';
import { World } from '../../state/world.ts';
import { refusal } from '../../testing/clients.ts';
import { expectAllAnswered } from '../../testing/every-operation.ts';
import { SignIn } from '../../testing/sign-in.ts';
import { SMALL } from '../../worlds/small.ts';
import { signedIn } from './sign-in-tokens.ts';

const START_URL = `https://${SMALL.identityStoreId}.awsapps.com/start`;
const ADA = 'ada@small.example';
let simulator: Simulator;
let person: SignIn;

beforeAll(async () => {
  simulator = await startSimulator({ world: 'small', throttling: false });
});
afterAll(() => simulator.stop());
beforeEach(() => {
  simulator.reset();
  person = new SignIn(simulator.url, START_URL);
});

describe('the device flow', () => {
  it('waits for the user, gives a token once, and ends', async () => {
    const { deviceCode, userCode } = await person.device();
    expect(userCode).toMatch(/^[A-Z]{4}-[A-Z]{4}$/);
    const pending = person.token(deviceCode);
    await expect(pending).rejects.toMatchObject({ error: 'authorization_pending' });
    expect(await refusal(person.token(deviceCode))).toMatchObject({
      name: 'AuthorizationPendingException',
      status: 400,
    });
    expect(await person.approve(ADA, userCode)).toBe(200);
    const token = await person.token(deviceCode);
    expect(token).toMatchObject({ tokenType: 'Bearer', expiresIn: 28_800 });
    expect(await refusal(person.token(deviceCode))).toMatchObject({ name: 'InvalidGrantException', status: 400 });
    expectAllAnsweredOnce();
  });

  it('is approved at once while the control API says who signs in', async () => {
    expect(await person.approve(ADA)).toBe(200);
    const { deviceCode } = await person.device();
    expect((await person.token(deviceCode)).accessToken).toBeDefined();
    await fetch(`${simulator.url}/_simulator/sign-in`, { method: 'DELETE' });
    const later = await person.device();
    expect(await refusal(person.token(later.deviceCode))).toMatchObject({ name: 'AuthorizationPendingException' });
  });

  it('is approved by users there are, for devices that wait', async () => {
    expect(await person.approve('nobody@small.example')).toBe(400);
    expect(await person.approve(ADA, 'XXXX-XXXX')).toBe(404);
  });

  it('ends after ten minutes', async () => {
    const { deviceCode } = await person.device();
    simulator.world.clock.advance(600_001);
    expect(await refusal(person.token(deviceCode))).toMatchObject({ name: 'ExpiredTokenException', status: 400 });
  });

  it('starts at the portal of an instance, by its store or its name', async () => {
    await expect(person.device('https://small.awsapps.com/start/')).resolves.toBeDefined();
    for (const url of ['https://other.awsapps.com/start', 'https://small.example/start', 'nonsense']) {
      expect(await refusal(person.device(url))).toMatchObject({ name: 'InvalidRequestException', status: 400 });
    }
  });

  it('is for clients that registered themselves', async () => {
    const made = await person.client();
    const forged = { clientId: made.clientId, clientSecret: `${made.clientSecret.slice(0, -3)}abc` };
    const start = new StartDeviceAuthorizationCommand({ ...forged, startUrl: START_URL });
    expect(await refusal(person.oidc.send(start))).toMatchObject({ name: 'InvalidClientException', status: 401 });
    const confidential = new RegisterClientCommand({ clientName: 'x', clientType: 'confidential' });
    expect(await refusal(person.oidc.send(confidential))).toMatchObject({
      name: 'InvalidClientMetadataException',
      status: 400,
    });
    const other = new SignIn(simulator.url, START_URL);
    const { deviceCode, userCode } = await other.device();
    await other.approve(ADA, userCode);
    expect(await refusal(person.token(deviceCode))).toMatchObject({ name: 'InvalidGrantException' });
  });
});

describe('a refresh token', () => {
  const refresh = async (refreshToken: string) =>
    person.oidc.send(new CreateTokenCommand({ ...(await person.client()), grantType: 'refresh_token', refreshToken }));

  it('brings new tokens for a week, as long as its user is there', async () => {
    await person.approve(ADA);
    const first = await person.token((await person.device()).deviceCode);
    simulator.world.clock.advance(24 * 3600_000);
    const second = await refresh(first.refreshToken ?? '');
    expect(second.accessToken).not.toBe(first.accessToken);
    const user = simulator.world.identityCenters[0]?.usersByName.get(ADA);
    if (user) user.status = 'DISABLED';
    expect(await refusal(refresh(second.refreshToken ?? ''))).toMatchObject({
      name: 'InvalidGrantException',
      status: 400,
    });
  });

  it('is no access token, and an access token none', async () => {
    await person.approve(ADA);
    const { accessToken = '' } = await person.token((await person.device()).deviceCode);
    expect(await refusal(refresh(accessToken))).toMatchObject({ name: 'InvalidGrantException' });
  });
});

it('a sign-in under way goes on after a restart, and one that ended does not', async () => {
  const { deviceCode, userCode } = await person.device();
  const before = await person.as(ADA);
  await person.portal.send(new LogoutCommand({ accessToken: before }));
  const restored = new World(JSON.parse(JSON.stringify(simulator.world.toData())));
  const [center] = restored.identityCenters;
  expect(center?.signIns.get(deviceCode)?.userCode).toBe(userCode);
  expect(signedIn(restored, 'access', before)).toBeUndefined();
  expect(signedIn(restored, 'access', await person.as(ADA))?.user.userName).toBe(ADA);
});

it('other grants are not supported', async () => {
  const grantType = 'authorization_code';
  const command = new CreateTokenCommand({ ...(await person.client()), grantType });
  expect(await refusal(person.oidc.send(command))).toMatchObject({
    name: 'UnsupportedGrantTypeException',
    status: 400,
  });
});

/** All operations of the service, of which CreateToken was refused on the way. */
function expectAllAnsweredOnce(): void {
  const count = simulator.counters.of('ssooidc', 'CreateToken');
  expect(count.calls - count.failed).toBe(1);
  count.failed = 0;
  expectAllAnswered(simulator, 'ssooidc');
}
