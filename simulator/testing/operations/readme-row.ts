import { RATES } from '../../limits/token-buckets.ts';
import { isPaged, largestPage } from '../lists/page-size.ts';
import { ASYNCHRONOUS } from './asynchronous.ts';
import type { OperationCase } from './operation-case.ts';
import type { OPERATIONS } from './operation-cases.ts';

/** What all operations of a service refuse by; the README says it once above its table. */
const COMMON: Readonly<Record<string, readonly string[]>> = {
  organizations: ['AWSOrganizationsNotInUse', 'AccessDenied'],
  identitystore: ['AccessDenied'],
  sso: ['AccessDenied'],
};
/** Who may call the services that ask for no permission. */
const PROOFS: Readonly<Record<string, string>> = { ssoportal: 'access token', ssooidc: 'client' };

/** The cells of an operation in the README's table, all but the notes: page, errors, throttle, async, permission. */
export function readmeCells({ service, name, key }: (typeof OPERATIONS)[number], one: OperationCase): string[] {
  return [
    pageCell(service, name),
    errorsCell(service.id, one),
    RATES[service.id]?.family ?? '',
    asyncCell(key),
    permissionCell(service.id, one),
  ];
}

function pageCell(service: Parameters<typeof isPaged>[0], name: string): string {
  if (!isPaged(service, name)) return '';
  const { size } = service.paging;
  const largest = largestPage(service, name) ?? size;
  return largest > size ? `${size}, ≤ ${largest.toLocaleString('en')}` : `${size}`;
}

function errorsCell(id: string, { errors = [] }: OperationCase): string {
  const codes = [...new Set(errors.map(({ code }) => code.replace(/Exception$/, '')))];
  const own = codes.filter((code) => !COMMON[id]?.includes(code));
  return own.join(', ') || (codes.length > 0 ? 'common' : '');
}

function asyncCell(key: string): string {
  const [from, to] = ASYNCHRONOUS.find((one) => one.key === key)?.seconds ?? [];
  if (from === undefined) return '';
  return from === to ? `${from} s` : `${from}–${to} s`;
}

function permissionCell(id: string, { action, resources }: OperationCase): string {
  if (action === false) return PROOFS[id] ?? 'none';
  // Only AssumeRole is guarded by more than the caller's own policies.
  if (action) return 'trust policy, resource';
  return resources ? 'resource' : '`*`';
}
