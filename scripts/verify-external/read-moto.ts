import { createAwsReader } from '../../src/adapters/aws/aws-reader.ts';
import type { ConnectionFacts, KnownInventory } from '../../src/core/inventory/ports.ts';
import type { ConnectorId } from '../../src/core/shared/ids.ts';
import { type Comparison, compareRows, compareValues, type Findings } from './comparison.ts';
import { findMoto } from './find-moto.ts';
import { startMoto } from './moto-server.ts';
import { ReadingSink } from './reading-sink.ts';
import { runProgram } from './run-program.ts';

interface Named {
  id: string;
  name: string;
}
/** What moto-seed.py prints. */
interface Seeded {
  awsAccountId: string;
  organizationId: string;
  users: (Named & { arn: string })[];
  groups: (Named & { arn: string })[];
  members: { group: string; member: string }[];
  roles: (Named & { arn: string; trust: unknown })[];
  attachments: { principal: string; policy: string }[];
  samlProvider: string;
  accounts: Named[];
  instanceArn: string;
  directoryUsers: (Named & { email: string })[];
  directoryGroups: Named[];
  directoryMembers: { group: string; member: string }[];
  permissionSets: Named[];
  assignments: { account: string; set: string; principal: string }[];
}

const externalId = 'verify-external-0123456789abcdef';
const nothingKnown: KnownInventory = {
  awsAccountId: null,
  organizationId: null,
  managementAwsAccountId: null,
  identityCenterInstanceArn: null,
  identityStoreId: null,
  awsAccountIds: [],
  identityCenterGroupIds: [],
  permissionSetArns: [],
  iamGroups: [],
};

/** The product's own reader, on the credentials and the endpoint that the SDK finds in the environment. */
async function readThrough(url: string, roleArn: string): Promise<{ sink: ReadingSink; learned: ConnectionFacts }> {
  Object.assign(process.env, {
    AWS_ENDPOINT_URL: url,
    AWS_ACCESS_KEY_ID: 'test',
    AWS_SECRET_ACCESS_KEY: 'test',
    AWS_EC2_METADATA_DISABLED: 'true',
  });
  const unlimited = { take: async () => undefined, throttled: async () => undefined };
  const reader = createAwsReader({ budget: unlimited, region: 'us-east-1' });
  const sink = new ReadingSink();
  const connection = {
    connectorId: 'con_verify' as ConnectorId,
    roleArn,
    externalId,
    organizationsEnabled: true,
    identityCenterEnabled: true,
    identityCenterRegion: 'us-east-1',
  };
  return { sink, learned: await reader.read(connection, nothingKnown, sink) };
}

const named = ({ nativeId, name }: { nativeId: string; name: string }): Named => ({ id: nativeId, name });
const withArn = (entity: { nativeId: string; name: string; arn?: string }) => ({ ...named(entity), arn: entity.arn });
const membersIn = (sink: ReadingSink, kind: 'iam-group' | 'identity-center-group') =>
  sink
    .held('group-member', kind)
    .map(({ target, principal }) => ({ group: target.nativeId, member: principal.nativeId }));

/** Whom each seeded role trusts, as the inventory must say it; spelled out here, not derived with our own parser. */
const expectedTrust = (seeded: Seeded) =>
  [
    ['countersign-read', 'aws-account', seeded.awsAccountId],
    ['for-ec2', 'aws-service', 'ec2.amazonaws.com'],
    ['for-one-user', 'unread-principal', seeded.users[1]?.arn],
    ['for-another-account', 'aws-account', '210987654321'],
    ['from-okta', 'saml-provider', seeded.samlProvider],
    ['for-anyone', 'anyone', '*'],
  ].map(([role, kind, principal]) => ({ role: seeded.roles.find(({ name }) => name === role)?.id, kind, principal }));

function compareIam(judge: string, seeded: Seeded, sink: ReadingSink): Comparison[] {
  const roles = sink.listed('iam-role').map((entity) => ({ ...withArn(entity), trust: entity.attrs?.trustPolicy }));
  const trusted = sink
    .held('assume-role', 'iam-role')
    .map(({ target, principal }) => ({ role: target.nativeId, kind: principal.kind, principal: principal.nativeId }));
  // By name, which is in the ARN: moto leaves ids and names of policies out of the details.
  const attached = (['iam-policy', 'iam-inline-policy'] as const).flatMap((kind) =>
    sink.held('attached-policy', kind).map(({ target, principal }) => ({
      principal: principal.nativeId,
      policy: sink.listed(kind).find(({ nativeId }) => nativeId === target.nativeId)?.name,
    })),
  );
  return [
    compareRows(judge, 'IAM users (id, name, ARN)', seeded.users, sink.listed('iam-user').map(withArn)),
    compareRows(judge, 'IAM groups (id, name, ARN)', seeded.groups, sink.listed('iam-group').map(withArn)),
    compareRows(judge, 'members of IAM groups', seeded.members, membersIn(sink, 'iam-group')),
    compareRows(judge, 'IAM roles (id, name, ARN, trust policy)', seeded.roles, roles),
    compareRows(judge, 'whom the roles trust', expectedTrust(seeded), trusted),
    compareRows(judge, 'policies of users, groups and roles', seeded.attachments, attached),
  ];
}

function compareOrganization(judge: string, seeded: Seeded, sink: ReadingSink, learned: ConnectionFacts): Comparison[] {
  const assignments = sink
    .held('permission-set-assignment', 'aws-account')
    .map(({ target, permissionSet, principal }) => ({
      account: target.nativeId,
      set: permissionSet?.nativeId,
      principal: principal.nativeId,
    }));
  const users = sink.listed('identity-center-user').map((entity) => ({ ...named(entity), email: entity.email }));
  const place = { organization: seeded.organizationId, management: seeded.awsAccountId, instance: seeded.instanceArn };
  const found = {
    organization: learned.organizationId,
    management: learned.managementAwsAccountId,
    instance: learned.identityCenterInstanceArn,
  };
  return [
    compareValues(judge, 'organization, management account, instance', place, found),
    compareRows(judge, 'AWS accounts (id, name)', seeded.accounts, sink.listed('aws-account').map(named)),
    compareRows(judge, 'Identity Center users (id, name, e-mail)', seeded.directoryUsers, users),
    compareRows(
      judge,
      'Identity Center groups',
      seeded.directoryGroups,
      sink.listed('identity-center-group').map(named),
    ),
    compareRows(
      judge,
      'members of Identity Center groups',
      seeded.directoryMembers,
      membersIn(sink, 'identity-center-group'),
    ),
    compareRows(judge, 'permission sets', seeded.permissionSets, sink.listed('permission-set').map(named)),
    compareRows(judge, 'assignments (AWS account, permission set, principal)', seeded.assignments, assignments),
  ];
}

/** Our reader on a moto that boto3 filled: what it finds is exactly what boto3 put there. */
export async function readMoto(): Promise<Findings> {
  const moto = await findMoto();
  if ('reason' in moto) return { comparisons: [], missing: [{ judge: 'moto', reason: moto.reason }] };
  const server = await startMoto(moto.python);
  try {
    const script = new URL('moto-seed.py', import.meta.url).pathname;
    const ran = await runProgram(moto.python, [script, server.url, externalId]);
    if (ran.exitCode !== 0) throw new Error(`moto-seed.py failed:\n${ran.stderr}`);
    const seeded = JSON.parse(ran.stdout) as Seeded;
    const roleArn = seeded.roles.find(({ name }) => name === 'countersign-read')?.arn ?? '';
    const { sink, learned } = await readThrough(server.url, roleArn);
    const judge = moto.version;
    return {
      comparisons: [
        compareValues(judge, 'nothing was left unread', [], sink.failures),
        ...compareIam(judge, seeded, sink),
        ...compareOrganization(judge, seeded, sink, learned),
      ],
      missing: [],
    };
  } finally {
    await server.stop();
  }
}
