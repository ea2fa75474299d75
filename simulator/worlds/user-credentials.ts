import { createHash } from 'node:crypto';
import { accessKeyId } from '../state/access-key-id.ts';
import type { IamAccount } from '../state/iam/iam-account.ts';
import type { AccessKey, IamUser } from '../state/iam/iam-entities.ts';
import type { KeyPair, UserWish } from './wishes.ts';

const DAY_MS = 24 * 3600 * 1000;
/** A user is at least that much older than what was last done with the password. */
const SETTLED_DAYS = 45;
const BASE32 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';

/** When a user was made, at the latest: before any key or sign-in of the wish. */
export function userCreatedAt(drawn: number, wish: UserWish, last: number): number {
  const days = [
    ...(wish.passwordUsedDaysAgo === undefined ? [] : [wish.passwordUsedDaysAgo + SETTLED_DAYS]),
    ...(wish.keyUsed ? [wish.keyUsed.daysAgo + SETTLED_DAYS] : []),
    ...(wish.keyDaysOld === undefined ? [] : [wish.keyDaysOld]),
  ];
  return Math.min(drawn, ...days.map((day) => last - day * DAY_MS));
}

/** Password, MFA device and keys of a user. Draws no ids: a wish for them leaves the rest of a world as it was. */
export function addCredentials(
  account: IamAccount,
  user: IamUser,
  wish: UserWish,
  key: KeyPair | undefined,
  last: number,
) {
  const { createdAt } = user;
  if (wish.passwordUsedDaysAgo !== undefined) {
    user.passwordLastUsedAt = last - wish.passwordUsedDaysAgo * DAY_MS;
    user.loginProfile = { createdAt, passwordChangedAt: createdAt, isResetRequired: false };
  }
  if (wish.hasMfa) addMfaDevice(account, user);
  if (key) {
    const age = wish.keyDaysOld === undefined ? {} : { createdAt: last - wish.keyDaysOld * DAY_MS };
    user.accessKeys.push(
      withUse({ id: key.accessKeyId, secret: key.secret, createdAt, status: 'Active', ...age }, user, wish, last),
    );
  }
  if (wish.hasRetiredKey) {
    const digest = derived(user, 'retired key').toString('hex');
    const id = accessKeyId('AKIA', account.awsAccountId, digest.slice(0, 10));
    user.accessKeys.push({ id, secret: digest.slice(10, 50), createdAt, status: 'Inactive' });
  }
}

function withUse(key: AccessKey, user: IamUser, { keyUsed }: UserWish, last: number): AccessKey {
  if (!keyUsed) return key;
  const { service, region, daysAgo } = keyUsed;
  const use = { at: last - daysAgo * DAY_MS, region };
  user.serviceUses = { [service]: use };
  return { ...key, lastUsed: { ...use, service } };
}

function addMfaDevice(account: IamAccount, user: IamUser): void {
  const serialNumber = `arn:aws:iam::${account.awsAccountId}:mfa/${user.name}`;
  const enabledAt = user.createdAt + DAY_MS;
  const seed = Array.from(derived(user, 'mfa seed'), (byte) => BASE32[byte % 32]).join('');
  account.virtualMfaDevices.add({ serialNumber, seed, userKey: user.name.toLowerCase(), enabledAt, tags: [] });
  user.mfaDevices = [{ serialNumber, enabledAt }];
}

function derived(user: IamUser, what: string): Buffer {
  return createHash('sha512').update(`${user.id}/${what}`).digest();
}
