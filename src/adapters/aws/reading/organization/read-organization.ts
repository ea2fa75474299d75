import { type Account, ListAccountsCommand } from '@aws-sdk/client-organizations';
import type { EntityFact } from '../../../../core/inventory/model/fact.ts';
import type { EntityRef } from '../../../../core/inventory/model/kinds.ts';
import type { ScopeFailure } from '../../../../core/inventory/model/scope.ts';
import { CallRefused } from '../../session/call-aws.ts';
import { count, eachPage, failScope, present, type Reading } from '../reading.ts';
import { readAccountTags, tagsInTurn } from './read-account-tags.ts';
import { readUnits } from './read-units.ts';

/** The AWS accounts to read access in: listed now, found earlier, and always the role's own. */
export interface AwsAccounts {
  ids: string[];
  /** All of the organization were listed just now. */
  areListed: boolean;
  /** The paths on which they are in the organization, each once. */
  unitPaths: string[];
  /** AWS's word for each that was listed just now, lower-cased. */
  states: Record<string, string>;
  /** Those whose tags are to be read in this run. */
  tagsDue: EntityFact[];
}

/** Names of organizational units and tags of AWS accounts: nothing else waits for them. */
export async function readOrganizationDetails(
  reading: Reading,
  { areListed, unitPaths, tagsDue }: AwsAccounts,
): Promise<void> {
  if (areListed && unitPaths.length === 0)
    await reading.sink.log(
      'gap',
      'Organizational units · not read: AWS listed the AWS accounts without their paths, which say in which units they are',
    );
  await readUnits(reading, unitPaths);
  await readAccountTags(reading, tagsDue);
}

/** Fills in what the listing says of the organization, too. */
export async function readOrganization(reading: Reading): Promise<AwsAccounts> {
  const { learned, ...awsAccounts } = await reading.sink.part('AWS accounts', async () => {
    const listed = await listOrganization(reading);
    const { organizationId, managementAwsAccountId } = reading.learned;
    return { ...listed, learned: { organizationId, managementAwsAccountId } };
  });
  Object.assign(reading.learned, learned);
  return awsAccounts;
}

async function listOrganization(reading: Reading): Promise<AwsAccounts> {
  const { connection, known, own, learned } = reading;
  const listed = new Map<string, EntityFact>();
  let failure: ScopeFailure | null = null;
  if (connection.organizationsEnabled) {
    failure = await listAwsAccounts(reading, listed);
  } else if (known.organizationId) {
    failure = { reason: 'not-attempted', message: 'Support for AWS Organizations is switched off for this connector.' };
    await failScope(reading.sink, scopeOf(reading), 'AWS accounts', failure);
  }
  if (failure || !connection.organizationsEnabled) {
    learned.organizationId ??= known.organizationId;
    learned.managementAwsAccountId ??= known.managementAwsAccountId;
  }
  const areListed = connection.organizationsEnabled && failure === null;
  const paths = [...listed.values()].flatMap(({ attrs }) => (attrs?.paths as string[] | undefined) ?? []);
  return {
    ids: [...new Set([own.nativeId, ...listed.keys(), ...(areListed ? [] : known.awsAccountIds)])],
    areListed,
    states: Object.fromEntries([...listed.values()].map(({ nativeId, status = 'unknown' }) => [nativeId, status])),
    unitPaths: [...new Set(paths.map((path) => path.replace(/\d{12}\/?$/, '')))],
    tagsDue: tagsInTurn([...listed.keys()], known.history?.details).flatMap((id) => listed.get(id) ?? []),
  };
}

/** Before the organization is known, its AWS accounts are "those that this AWS account can list". */
const scopeOf = ({ known, own, learned }: Reading) => {
  const id = learned.organizationId ?? known.organizationId;
  return { kind: 'aws-accounts', a: id ? organizationRef(id) : own } as const;
};

async function listAwsAccounts(reading: Reading, listed: Map<string, EntityFact>): Promise<ScopeFailure | null> {
  const { call, clients, sink, learned } = reading;
  sink.plan('organizations:ListAccounts', Math.ceil(Math.max(reading.known.awsAccountIds.length, 1) / 20));
  let total = 0;
  try {
    await eachPage(
      (NextToken) =>
        call('organizations:ListAccounts', (abortSignal) =>
          clients.organizations.send(new ListAccountsCommand({ NextToken, MaxResults: 20 }), { abortSignal }),
        ),
      (page) => page.NextToken,
      async ({ Accounts = [] }) => {
        learnOrganization(reading, Accounts[0]?.Arn);
        const entities = Accounts.map((account) => awsAccountFact(account, learned.organizationId));
        for (const fact of entities) listed.set(fact.nativeId, fact);
        total += Accounts.length;
        await sink.rows({ entities });
      },
    );
    if (total === 0) {
      const message = 'AWS listed no AWS account at all; an organization has its management account at least.';
      throw new CallRefused({ kind: 'other', code: 'NoAwsAccounts', message }, { reason: 'invalid', message });
    }
  } catch (error) {
    if (!(error instanceof CallRefused)) throw error;
    const failure = explainRefusal(reading, error);
    await failScope(sink, scopeOf(reading), 'AWS accounts', failure);
    return failure;
  }
  await sink.complete(scopeOf(reading), { entities: organizationFacts(reading) });
  await sink.log('read', `AWS accounts · ${count(total, 'AWS account')}`);
  return null;
}

/** Organizations' own refusal is about where the role is, not about a missing permission (CON-7). */
function explainRefusal({ own }: Reading, { error, failure }: CallRefused): ScopeFailure {
  if (error.kind === 'denied' && !error.action && error.code !== 'NotAskedAgain') {
    const place = `AWS account ${own.nativeId} is neither the management account of its organization nor a delegated administrator.`;
    return { reason: 'invalid', message: `${error.message} ${place}` };
  }
  return failure;
}

/** `arn:aws:organizations::<management account>:account/<organization>/<AWS account>` */
function learnOrganization({ learned }: Reading, arn: string | undefined) {
  const [, management, organization] = /^arn:[\w-]+:organizations::(\d{12}):account\/(o-\w+)\//.exec(arn ?? '') ?? [];
  if (management && organization) {
    learned.managementAwsAccountId = management;
    learned.organizationId = organization;
  }
}

const organizationFacts = ({ learned }: Reading): EntityFact[] =>
  learned.organizationId
    ? [
        {
          ...organizationRef(learned.organizationId),
          name: learned.organizationId,
          attrs: { managementAwsAccountId: learned.managementAwsAccountId },
        },
      ]
    : [];

const organizationRef = (id: string): EntityRef => ({ kind: 'organization', nativeId: id });

function awsAccountFact(account: Account, organizationId: string | null): EntityFact {
  const id = account.Id ?? '';
  return {
    kind: 'aws-account',
    nativeId: id,
    ...(organizationId && { parent: organizationRef(organizationId) }),
    name: account.Name || id,
    ...(account.Arn && { arn: account.Arn }),
    // Status was to be retired in September 2026; State says the same and more.
    status: (account.State ?? account.Status ?? 'unknown').toLowerCase(),
    attrs: present({
      // The mailbox of the root user, not an identity of a person.
      rootEmail: account.Email?.toLowerCase(),
      paths: account.Paths,
      joinedMethod: account.JoinedMethod?.toLowerCase(),
      joinedAt: account.JoinedTimestamp?.toISOString(),
    }),
    unread: ['tags'],
  };
}
