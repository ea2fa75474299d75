import { type Account, DescribeOrganizationCommand, ListAccountsCommand } from '@aws-sdk/client-organizations';
import type { Check } from '../../../core/connectors/model/checklist.ts';
import { AwsUnreachable } from '../../../core/inventory/ports.ts';
import { count } from '../reading/reading.ts';
import { CallRefused } from '../session/call-aws.ts';
import { atLeast, type Probe, skip, type Tried, tryAction } from './probe.ts';

const line = {
  id: 'organizations.management',
  group: 'Organizations',
  label: 'The role is in the management account, or in a delegated administrator',
} as const;

/** The first AWS accounts of the organization; with a token where AWS has more. */
export interface Listed {
  accounts: Account[];
  nextToken: string | undefined;
}

export interface Organizations {
  place: Check;
  listAccounts: Check;
  /** The first hundred AWS accounts; null when they could not be listed. */
  listed: Listed | null;
}

/** Decides the role's place as CON-7 says, and tries organizations:ListAccounts. */
export async function probeOrganizations(probe: Probe): Promise<Organizations> {
  if (!probe.connection.organizationsEnabled) {
    const detail = 'Support for AWS Organizations is off.';
    return {
      place: { ...line, outcome: 'skipped', detail },
      listAccounts: skip('organizations:ListAccounts', detail),
      listed: null,
    };
  }
  const listed = await tryAction(
    probe,
    'organizations:ListAccounts',
    (abortSignal) => listSome(probe, abortSignal),
    ({ accounts, nextToken }) => atLeast(count(accounts.length, 'AWS account'), nextToken !== undefined),
  );
  const place = await judge(probe, listed);
  const isMember = place.outcome === 'fail' && listed.refusal;
  const listAccounts: Check = isMember ? { ...listed.check, outcome: 'fail' } : listed.check;
  return { place, listAccounts, listed: listed.output };
}

/** A page may be empty although more follow; five pages are enough for a test. */
async function listSome({ clients }: Probe, abortSignal: AbortSignal): Promise<Listed> {
  const accounts: Account[] = [];
  let nextToken: string | undefined;
  for (let pages = 0; pages < 5; pages++) {
    const page = await clients.organizations.send(new ListAccountsCommand({ NextToken: nextToken, MaxResults: 20 }), {
      abortSignal,
    });
    accounts.push(...(page.Accounts ?? []));
    nextToken = page.NextToken;
    if (!nextToken) break;
  }
  return { accounts, nextToken };
}

async function judge(probe: Probe, { output, refusal, check }: Tried<Listed>): Promise<Check> {
  if (output) return managementOrDelegate(probe, output.accounts);
  const error = refusal?.error;
  if (error?.code === 'AWSOrganizationsNotInUseException') return noOrganization(probe, error.message);
  // IAM names the action it refuses, Organizations does not: only the latter is about where the role is.
  if (error?.kind === 'denied' && !error.action) return member(probe, error.message);
  const detail =
    check.outcome === 'not-granted'
      ? 'Not known: without organizations:ListAccounts AWS does not tell where the role is.'
      : `Not known: ${check.detail}`;
  return { ...line, outcome: 'skipped', detail };
}

/** The first id in the ARN of every AWS account is the management account's. */
function managementOrDelegate({ learned, session }: Probe, accounts: Account[]): Check {
  const [, management, organization] =
    /^arn:[\w-]+:organizations::(\d{12}):account\/(o-\w+)\//.exec(accounts[0]?.Arn ?? '') ?? [];
  learned.managementAwsAccountId = management ?? null;
  learned.organizationId = organization ?? null;
  const own = session.role.awsAccountId;
  if (!management) return { ...line, outcome: 'skipped', detail: 'Not known: AWS listed no AWS account.' };
  if (management === own) {
    learned.place = 'management';
    return { ...line, outcome: 'pass', detail: `AWS account ${own} is the management account of ${organization}.` };
  }
  learned.place = 'delegated-administrator';
  const limits =
    'Limits: it cannot see or change access in the management account, nor permission sets provisioned there.';
  return {
    ...line,
    outcome: 'pass',
    detail: `AWS account ${own} is a delegated administrator of ${organization}, whose management account is ${management}. ${limits}`,
  };
}

function noOrganization({ learned, session }: Probe, awsError: string): Check {
  learned.place = 'no-organization';
  return {
    ...line,
    outcome: 'fail',
    detail: `AWS account ${session.role.awsAccountId} is not in an organization.`,
    awsError,
    mend: 'Switch off support for AWS Organizations, or create the role in the management account of an organization.',
  };
}

async function member(probe: Probe, awsError: string): Promise<Check> {
  const { learned } = probe;
  learned.place = 'member';
  learned.managementAwsAccountId ??= await describeManagement(probe);
  return notManagement(probe, awsError);
}

/** Also called once Identity Center has named the management account, which the owner of its instance is. */
export function notManagement({ learned, session }: Probe, awsError: string): Check {
  const { managementAwsAccountId: management } = learned;
  const where = management
    ? `Its management account is ${management}.`
    : 'Its id is on the page AWS Organizations of the console, beside "management account".';
  const message = `The role is in AWS account ${session.role.awsAccountId}, a member of an organization. With support for AWS Organizations on, it must be in the management account or in a delegated administrator. ${where}`;
  const mend = management
    ? `Create the role in AWS account ${management}, or switch off support for AWS Organizations.`
    : 'Create the role in the management account, or switch off support for AWS Organizations.';
  learned.failure = { code: 'not-management-account', message, mend, awsError, isTransient: false };
  return { ...line, outcome: 'fail', detail: message, awsError, mend };
}

/** Not one of the 14 actions, so it is often refused; where it is allowed it saves the customer a search. */
async function describeManagement({ call, clients, learned }: Probe): Promise<string | null> {
  try {
    const { Organization } = await call('organizations:DescribeOrganization', (abortSignal) =>
      clients.organizations.send(new DescribeOrganizationCommand({}), { abortSignal }),
    );
    learned.organizationId = Organization?.Id ?? null;
    return Organization?.MasterAccountId ?? null;
  } catch (error) {
    if (error instanceof CallRefused || error instanceof AwsUnreachable) return null;
    throw error;
  }
}
