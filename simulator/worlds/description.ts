import type { IdentityCenter } from '../state/identity-center/identity-center.ts';
import { principalKey } from '../state/identity-center/identity-center.ts';
import type { World } from '../state/world.ts';
import { type Cost, readingCosts } from './reading-costs.ts';

/** Upper ends of the bands that numbers are shown in. */
const BANDS = [0, 1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 1024, Number.POSITIVE_INFINITY];

export interface Histogram {
  readonly name: string;
  readonly things: number;
  readonly total: number;
  readonly median: number;
  readonly p95: number;
  readonly max: number;
  /** How many things fall into each band, as `5-8: 120`. */
  readonly bands: readonly (readonly [band: string, things: number])[];
}

/** How a world's numbers are spread, and what it costs to read it: text for people, of any world. */
export function describeWorld(world: World): string {
  const tree = world.organizations.flatMap((organization) => organization.accounts.all());
  const suspended = tree.filter(({ state }) => state !== 'ACTIVE').length;
  const units = world.organizations.reduce((sum, organization) => sum + organization.units.size, 0);
  const lines = [
    `world ${world.name}, seed ${world.ids.seed}`,
    `${tree.length} AWS accounts in organizations (${suspended} suspended), ${units} organizational units`,
    ...world.identityCenters.flatMap(describeCenter),
    '',
    ...table(iamHistograms(world)),
  ];
  return lines.join('\n');
}

function describeCenter(center: IdentityCenter): string[] {
  const histograms = centerHistograms(center);
  const counts = `${center.users.size} users, ${center.groups.size} groups, ${center.permissionSets.size} permission sets`;
  const [memberships] = histograms;
  return [
    `${counts}, ${memberships?.total} memberships, ${center.assignments.size} rows (account assignments)`,
    '',
    ...table(histograms),
    '',
    'AWS calls to read it whole, with pages of 100:',
    ...readingCosts(center).map(costLine),
  ];
}

function costLine({ name, calls, misses }: Cost): string {
  return `  ${name.padEnd(46)} ${String(calls).padStart(8)}${misses > 0 ? `  misses ${misses} rows` : ''}`;
}

/** Numbers that shape the reading of an instance. */
export function centerHistograms(center: IdentityCenter): Histogram[] {
  const rowsPerPair = new Map<string, number>();
  const setsPerAccount = new Map<string, Set<string>>();
  for (const { awsAccountId, permissionSetArn } of center.assignments.all()) {
    const pair = `${awsAccountId}|${permissionSetArn}`;
    rowsPerPair.set(pair, (rowsPerPair.get(pair) ?? 0) + 1);
    setsPerAccount.set(awsAccountId, (setsPerAccount.get(awsAccountId) ?? new Set()).add(permissionSetArn));
  }
  const groups = center.groups.all();
  const users = center.users.all();
  const rows = (principalType: 'USER' | 'GROUP', id: string) =>
    center.assignmentsByPrincipal.of(principalKey({ principalType, principalId: id })).size;
  return [
    histogram(
      'members per group',
      groups.map(({ id }) => center.membershipsByGroup.of(id).size),
    ),
    histogram(
      'groups per user',
      users.map(({ id }) => center.membershipsByUser.of(id).size),
    ),
    histogram(
      'sets per AWS account in use',
      Array.from(setsPerAccount.values(), ({ size }) => size),
    ),
    histogram(
      'AWS accounts per set',
      center.permissionSets.all().map(({ arn }) => center.accountsBySet.of(arn).size),
    ),
    histogram('rows per provisioned pair', [...rowsPerPair.values()]),
    histogram(
      'rows per group',
      groups.map(({ id }) => rows('GROUP', id)),
    ),
    histogram(
      'direct rows per user',
      users.map(({ id }) => rows('USER', id)),
    ),
  ];
}

function iamHistograms(world: World): Histogram[] {
  const accounts = [...world.awsAccounts.values()];
  return [
    histogram(
      'IAM users per AWS account',
      accounts.map(({ users }) => users.size),
    ),
    histogram(
      'IAM groups per AWS account',
      accounts.map(({ groups }) => groups.size),
    ),
    histogram(
      'IAM roles per AWS account',
      accounts.map(({ roles }) => roles.size),
    ),
    histogram(
      'customer policies per AWS account',
      accounts.map(({ policies }) => policies.size),
    ),
  ];
}

function histogram(name: string, numbers: readonly number[]): Histogram {
  const sorted = [...numbers].sort((a, b) => a - b);
  const at = (share: number) => sorted[Math.floor((sorted.length - 1) * share)] ?? 0;
  const counts = BANDS.map(() => 0);
  for (const number of sorted) {
    const band = BANDS.findIndex((end) => number <= end);
    counts[band] = (counts[band] ?? 0) + 1;
  }
  return {
    name,
    things: sorted.length,
    total: sorted.reduce((sum, number) => sum + number, 0),
    median: at(0.5),
    p95: at(0.95),
    max: at(1),
    bands: counts.flatMap((count, band) => (count > 0 ? [[bandName(band), count] as const] : [])),
  };
}

function bandName(band: number): string {
  const end = BANDS[band] ?? 0;
  const start = (BANDS[band - 1] ?? -1) + 1;
  if (end === Number.POSITIVE_INFINITY) return `${start}+`;
  return start === end ? String(end) : `${start}-${end}`;
}

function table(histograms: readonly Histogram[]): string[] {
  const head = `${''.padEnd(34)}${['things', 'total', 'median', 'p95', 'max'].map((name) => name.padStart(8)).join('')}`;
  return [head, ...histograms.flatMap(tableRows)];
}

function tableRows({ name, things, total, median, p95, max, bands }: Histogram): string[] {
  const numbers = [things, total, median, p95, max].map((number) => String(number).padStart(8)).join('');
  return [`${name.padEnd(34)}${numbers}`, `  ${bands.map(([band, count]) => `${band}: ${count}`).join('  ')}`];
}
