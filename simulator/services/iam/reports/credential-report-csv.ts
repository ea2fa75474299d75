import type { IamAccount } from '../../../state/iam/iam-account.ts';
import type { AccessKey, IamUser } from '../../../state/iam/iam-entities.ts';

/** The live report's 22 columns (IAM User Guide, "Generate credential reports"). */
const COLUMNS = [
  ...['user', 'arn', 'user_creation_time', 'password_enabled', 'password_last_used', 'password_last_changed'],
  ...['password_next_rotation', 'mfa_active'],
  ...['1', '2'].flatMap((number) => [
    `access_key_${number}_active`,
    `access_key_${number}_last_rotated`,
    `access_key_${number}_last_used_date`,
    `access_key_${number}_last_used_region`,
    `access_key_${number}_last_used_service`,
  ]),
  ...['cert_1_active', 'cert_1_last_rotated', 'cert_2_active', 'cert_2_last_rotated'],
];
const NO_KEY = ['false', 'N/A', 'N/A', 'N/A', 'N/A'];
const NO_CERTIFICATES = ['false', 'N/A', 'false', 'N/A'];
const DAY_MS = 24 * 3600 * 1000;

/** The root user first, then the users by name; lines end without the last one's break. */
export function credentialReportCsv(account: IamAccount, rootCreatedAt: number): string {
  const rows = [COLUMNS, rootRow(account, rootCreatedAt), ...account.users.all().map((user) => userRow(account, user))];
  return rows.map((row) => row.map(field).join(',')).join('\n');
}

/** Names may have commas. */
function field(text: string): string {
  return text.includes(',') ? `"${text}"` : text;
}

/** Instants in UTC, to the second. */
function shown(at: number): string {
  return `${new Date(at).toISOString().slice(0, 19)}Z`;
}

/** IAM does not tell whether the root user has a password or when it was set. */
function rootRow({ awsAccountId, root }: IamAccount, createdAt: number): string[] {
  const lastUsed = root?.passwordLastUsedAt === undefined ? 'no_information' : shown(root.passwordLastUsedAt);
  return [
    ...['<root_account>', `arn:aws:iam::${awsAccountId}:root`, shown(root?.createdAt ?? createdAt)],
    ...['not_supported', lastUsed, 'not_supported', 'not_supported', String(root?.hasMfa ?? false)],
    ...[...NO_KEY, ...NO_KEY, ...NO_CERTIFICATES],
  ];
}

function userRow(account: IamAccount, user: IamUser): string[] {
  const keys = user.accessKeys.toSorted((a, b) => (a.id < b.id ? -1 : 1));
  return [
    ...[user.name, account.arn('user', user), shown(user.createdAt)],
    ...password(account, user),
    String((user.mfaDevices?.length ?? 0) > 0),
    ...[0, 1].flatMap((index) => accessKey(keys[index])),
    ...NO_CERTIFICATES,
  ];
}

function password({ passwordPolicy }: IamAccount, { loginProfile, passwordLastUsedAt }: IamUser): string[] {
  if (!loginProfile) return ['false', 'N/A', 'N/A', 'N/A'];
  const { passwordChangedAt } = loginProfile;
  const maxAgeDays = passwordPolicy?.maxAgeDays;
  return [
    'true',
    passwordLastUsedAt === undefined ? 'no_information' : shown(passwordLastUsedAt),
    shown(passwordChangedAt),
    maxAgeDays === undefined ? 'N/A' : shown(passwordChangedAt + maxAgeDays * DAY_MS),
  ];
}

/** An inactive key keeps its dates. */
function accessKey(key: AccessKey | undefined): string[] {
  if (!key) return NO_KEY;
  const { lastUsed } = key;
  const use = lastUsed ? [shown(lastUsed.at), lastUsed.region, lastUsed.service] : ['N/A', 'N/A', 'N/A'];
  return [String(key.status === 'Active'), shown(key.createdAt), ...use];
}
