import type {
  DeactivateMFADeviceRequest,
  EnableMFADeviceRequest,
  ListMFADevicesRequest,
  ListMFADevicesResponse,
} from '@aws-sdk/client-iam';
import { AwsError } from '../../../protocols/aws-error.ts';
import { Collection } from '../../../state/collection.ts';
import type { MfaDevice } from '../../../state/iam/iam-entities.ts';
import { operation } from '../../service.ts';
import { iamChanged, requireUser, userNameOf, userResource } from '../entities.ts';
import { requireRoom } from '../quotas.ts';
import { entityAlreadyExists, noSuchEntity } from '../refusals.ts';
import { areConsecutiveCodes } from './totp.ts';
import { requireVirtualDevice } from './virtual-mfa-devices.ts';

export const listMfaDevices = operation<ListMFADevicesRequest, ListMFADevicesResponse>({
  name: 'ListMFADevices',
  resources: (call, { UserName }) => userResource(call, UserName),
  handle(call, { UserName }) {
    const user = requireUser(call.account, userNameOf(call, UserName));
    const devices = new Collection((device: MfaDevice) => device.serialNumber, user.mfaDevices ?? []);
    const { items, nextToken } = call.page(devices);
    return {
      MFADevices: items.map(({ serialNumber, enabledAt }) => ({
        UserName: user.name,
        SerialNumber: serialNumber,
        EnableDate: new Date(enabledAt),
      })),
      IsTruncated: nextToken !== undefined,
      Marker: nextToken,
    };
  },
});

/** Virtual devices only: the two codes must be the device's own, one after the other. */
export const enableMfaDevice = operation<EnableMFADeviceRequest, void>({
  name: 'EnableMFADevice',
  resources: (call, { UserName }) => userResource(call, UserName),
  handle(call, { UserName, SerialNumber, AuthenticationCode1, AuthenticationCode2 }) {
    const user = requireUser(call.account, UserName);
    const device = requireVirtualDevice(call, SerialNumber);
    if (device.userKey !== undefined) {
      throw entityAlreadyExists(`MFADevice with serial number ${SerialNumber} is already in use.`);
    }
    requireRoom('MFADevicesPerUser', user.mfaDevices?.length ?? 0);
    if (!areConsecutiveCodes(device.seed, [AuthenticationCode1, AuthenticationCode2], call.now)) {
      throw new AwsError('InvalidAuthenticationCode', 'Authentication code for device is not valid.', 403);
    }
    device.userKey = user.name.toLowerCase();
    device.enabledAt = call.now;
    user.mfaDevices = [...(user.mfaDevices ?? []), { serialNumber: SerialNumber, enabledAt: call.now }];
    iamChanged(call);
  },
});

export const deactivateMfaDevice = operation<DeactivateMFADeviceRequest, void>({
  name: 'DeactivateMFADevice',
  resources: (call, { UserName }) => userResource(call, UserName),
  handle(call, { UserName, SerialNumber }) {
    const user = requireUser(call.account, userNameOf(call, UserName));
    const devices = user.mfaDevices ?? [];
    if (!devices.some(({ serialNumber }) => serialNumber === SerialNumber)) {
      throw noSuchEntity(`MFA Device invalid for user. Serial number ${SerialNumber}.`);
    }
    user.mfaDevices = devices.filter(({ serialNumber }) => serialNumber !== SerialNumber);
    const device = call.account.virtualMfaDevices.get(SerialNumber);
    delete device?.userKey;
    delete device?.enabledAt;
    iamChanged(call);
  },
});
