import type {
  CreateVirtualMFADeviceRequest,
  CreateVirtualMFADeviceResponse,
  DeleteVirtualMFADeviceRequest,
  ListVirtualMFADevicesRequest,
  ListVirtualMFADevicesResponse,
} from '@aws-sdk/client-iam';
import { AwsError } from '../../../protocols/aws-error.ts';
import type { VirtualMfaDevice } from '../../../state/iam/iam-entities.ts';
import type { Call } from '../../call.ts';
import { operation } from '../../service.ts';
import { iamChanged } from '../entities.ts';
import { entityAlreadyExists, noSuchEntity } from '../refusals.ts';
import { checkedTags, shownTags } from '../tags.ts';
import { listedUser } from './users.ts';

export function requireVirtualDevice(call: Call, serialNumber: string): VirtualMfaDevice {
  const device = call.account.virtualMfaDevices.get(serialNumber);
  if (!device) throw noSuchEntity(`VirtualMFADevice with serial number ${serialNumber} doesn't exist.`);
  return device;
}

function serialNumber(call: Call, path: string, name: string): string {
  return `arn:aws:iam::${call.account.awsAccountId}:mfa${path}${name}`;
}

/** The seed is shown only here. No QR code: it would say the same. */
export const createVirtualMfaDevice = operation<CreateVirtualMFADeviceRequest, CreateVirtualMFADeviceResponse>({
  name: 'CreateVirtualMFADevice',
  resources: (call, { Path = '/', VirtualMFADeviceName }) => [{ arn: serialNumber(call, Path, VirtualMFADeviceName) }],
  handle(call, { Path = '/', VirtualMFADeviceName, Tags }) {
    const { account, world } = call;
    const serial = serialNumber(call, Path, VirtualMFADeviceName);
    if (account.virtualMfaDevices.has(serial)) {
      throw entityAlreadyExists(`MFADevice entity at the same path and name already exists.`);
    }
    const seed = world.ids.base32(64);
    const device = account.virtualMfaDevices.add({ serialNumber: serial, seed, tags: checkedTags(Tags as never) });
    iamChanged(call);
    return {
      VirtualMFADevice: {
        SerialNumber: serial,
        Base32StringSeed: Buffer.from(seed),
        Tags: shownTags(device.tags),
      },
    };
  },
});

export const deleteVirtualMfaDevice = operation<DeleteVirtualMFADeviceRequest, void>({
  name: 'DeleteVirtualMFADevice',
  resources: (_, { SerialNumber }) => [{ arn: SerialNumber }],
  handle(call, { SerialNumber }) {
    const device = requireVirtualDevice(call, SerialNumber);
    if (device.userKey !== undefined) {
      throw new AwsError('DeleteConflict', 'MFA VirtualDevice in use. Must deactivate first.', 409);
    }
    call.account.virtualMfaDevices.delete(SerialNumber);
    iamChanged(call);
  },
});

export const listVirtualMfaDevices = operation<ListVirtualMFADevicesRequest, ListVirtualMFADevicesResponse>({
  name: 'ListVirtualMFADevices',
  handle(call, { AssignmentStatus = 'Any' }) {
    const { account } = call;
    const { items, nextToken } = call.page(account.virtualMfaDevices, ({ userKey }) => {
      if (AssignmentStatus === 'Any') return true;
      return (userKey !== undefined) === (AssignmentStatus === 'Assigned');
    });
    return {
      VirtualMFADevices: items.map((device) => {
        const user = account.users.get(device.userKey ?? '');
        return {
          SerialNumber: device.serialNumber,
          ...(user && { User: listedUser(account, user) }),
          ...(device.enabledAt === undefined ? {} : { EnableDate: new Date(device.enabledAt) }),
        };
      }),
      IsTruncated: nextToken !== undefined,
      Marker: nextToken,
    };
  },
});
