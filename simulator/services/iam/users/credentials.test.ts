import * as iam from '@aws-sdk/client-iam';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type Simulator, startSimulator } from '../../../start.ts';
import { type Clients, clientsFor, refusal } from '../../../testing/clients.ts';
import { SMALL } from '../../../worlds/small.ts';
import { totp } from './totp.ts';

const UserName = 'terraform-bootstrap';
let simulator: Simulator;
let client: Clients['iam'];

beforeAll(async () => {
  simulator = await startSimulator({ world: 'small', throttling: false });
  client = clientsFor(simulator.url, simulator.credentials.administrator).iam;
});
afterAll(() => simulator.stop());
beforeEach(() => simulator.reset());

it('codes are those of RFC 6238', () => {
  // The RFC's SHA-1 secret "12345678901234567890" and the last six digits of its test values.
  const seed = 'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ';
  expect(totp(seed, 59_000)).toBe('287082');
  expect(totp(seed, 1_111_111_109_000)).toBe('081804');
  expect(totp(seed, 20_000_000_000_000)).toBe('353130');
});

describe('a virtual MFA device', () => {
  async function newDevice() {
    const { VirtualMFADevice: device } = await client.send(
      new iam.CreateVirtualMFADeviceCommand({ VirtualMFADeviceName: 'phone' }),
    );
    return {
      SerialNumber: device?.SerialNumber ?? '',
      seed: Buffer.from(device?.Base32StringSeed ?? []).toString(),
    };
  }
  const enable = (SerialNumber: string, AuthenticationCode1: string, AuthenticationCode2: string) =>
    client.send(new iam.EnableMFADeviceCommand({ UserName, SerialNumber, AuthenticationCode1, AuthenticationCode2 }));

  it('is enabled by two codes that follow each other, and by no others', async () => {
    const { SerialNumber, seed } = await newDevice();
    expect(SerialNumber).toBe(`arn:aws:iam::${SMALL.managementAccountId}:mfa/phone`);
    const now = simulator.world.clock.now();
    const code = (step: number) => totp(seed, now + step * 30_000);
    const refused = {
      name: 'InvalidAuthenticationCodeException',
      status: 403,
      message: 'Authentication code for device is not valid.',
    };
    expect(await refusal(enable(SerialNumber, code(0), code(0)))).toEqual(refused);
    expect(await refusal(enable(SerialNumber, code(1), code(0)))).toEqual(refused);
    expect(await refusal(enable(SerialNumber, code(-100), code(-99)))).toEqual(refused);
    await enable(SerialNumber, code(0), code(1));
    expect(await refusal(enable(SerialNumber, code(0), code(1)))).toMatchObject({
      name: 'EntityAlreadyExistsException',
    });
  });

  it('in use is not deleted, nor is its user', async () => {
    const { SerialNumber, seed } = await newDevice();
    const now = simulator.world.clock.now();
    await client.send(new iam.CreateUserCommand({ UserName: 'held' }));
    const codes = { AuthenticationCode1: totp(seed, now), AuthenticationCode2: totp(seed, now + 30_000) };
    await client.send(new iam.EnableMFADeviceCommand({ UserName: 'held', SerialNumber, ...codes }));
    const remove = () => client.send(new iam.DeleteVirtualMFADeviceCommand({ SerialNumber }));
    const removeUser = () => client.send(new iam.DeleteUserCommand({ UserName: 'held' }));
    expect(await refusal(remove())).toEqual({
      name: 'DeleteConflictException',
      status: 409,
      message: 'MFA VirtualDevice in use. Must deactivate first.',
    });
    expect((await refusal(removeUser())).message).toBe('Cannot delete entity, must delete MFA device first.');
    await client.send(new iam.UpdateUserCommand({ UserName: 'held', NewUserName: 'renamed' }));
    const { VirtualMFADevices: devices } = await client.send(
      new iam.ListVirtualMFADevicesCommand({ AssignmentStatus: 'Assigned' }),
    );
    expect(devices?.map((device) => device.User?.UserName)).toContain('renamed');
    await client.send(new iam.DeactivateMFADeviceCommand({ UserName: 'renamed', SerialNumber }));
    await remove();
    await client.send(new iam.DeleteUserCommand({ UserName: 'renamed' }));
  });
});

describe('a password', () => {
  const create = (Password: string) => client.send(new iam.CreateLoginProfileCommand({ UserName, Password }));

  it('is one, must be strong enough, and goes with its last use', async () => {
    const missing = { name: 'NoSuchEntityException', message: `Login Profile for User ${UserName} cannot be found.` };
    expect(await refusal(client.send(new iam.GetLoginProfileCommand({ UserName })))).toMatchObject(missing);
    expect(await refusal(create('short'))).toMatchObject({ name: 'PasswordPolicyViolationException', status: 400 });
    await client.send(new iam.UpdateAccountPasswordPolicyCommand({ MinimumPasswordLength: 16, RequireSymbols: true }));
    expect(await refusal(create('LongEnoughWithout1'))).toMatchObject({ name: 'PasswordPolicyViolationException' });
    await create('Long-Enough-With-1');
    expect(await refusal(create('Long-Enough-With-1'))).toMatchObject({ name: 'EntityAlreadyExistsException' });
    await client.send(new iam.DeleteLoginProfileCommand({ UserName: 'ada@small.example' }));
    const { User: ada } = await client.send(new iam.GetUserCommand({ UserName: 'ada@small.example' }));
    expect(ada).not.toHaveProperty('PasswordLastUsed');
  });

  it('stands in the way of deleting its user', async () => {
    await client.send(new iam.CreateUserCommand({ UserName: 'held' }));
    await client.send(new iam.CreateLoginProfileCommand({ UserName: 'held', Password: 'Hold-me-12' }));
    const remove = () => client.send(new iam.DeleteUserCommand({ UserName: 'held' }));
    expect((await refusal(remove())).message).toBe('Cannot delete entity, must delete login profile first.');
    await client.send(new iam.DeleteLoginProfileCommand({ UserName: 'held' }));
    await client.send(new iam.CreateAccessKeyCommand({ UserName: 'held' }));
    expect((await refusal(remove())).message).toBe('Cannot delete entity, must delete access keys first.');
  });
});

it('no password policy is refused in AWS’s words', async () => {
  expect(await refusal(client.send(new iam.GetAccountPasswordPolicyCommand({})))).toEqual({
    name: 'NoSuchEntityException',
    status: 404,
    message: `The Password Policy with domain name ${SMALL.managementAccountId} cannot be found.`,
  });
});
