import { ListAccountAliasesCommand } from '@aws-sdk/client-iam';
import type { EntityFact } from '../../../../core/inventory/model/fact.ts';
import { type Reading, readScope } from '../reading.ts';
import { iamPart } from './iam-part.ts';
import { readCredentialReport } from './read-credential-report.ts';
import { readDetails } from './read-details.ts';
import { readListings } from './read-listings.ts';
import { readRoleSettings, readRoles } from './read-roles.ts';

/**
 * IAM of the AWS account that `own` is, with the clients of the reading: alias, users, roles with their trust, groups
 * with their members, policies, and how all of it is used. Where the role may not read the details, the listings give
 * the same users, groups, members and roles, at one call a group (SYN-2).
 */
export async function readIam(reading: Reading): Promise<void> {
  await Promise.all([readAllButUse(reading), iamPart(reading, 'use', readCredentialReport)]);
}

/** The same without the credential report, which AWS takes its time to make. */
export async function readAllButUse(reading: Reading): Promise<void> {
  await Promise.all([iamPart(reading, 'alias', readAlias), readThings(reading)]);
}

/** Users, groups, members and roles, and where the role may, policies. */
export async function readThings(reading: Reading): Promise<void> {
  const failure = await iamPart(reading, 'details', readDetails);
  if (!failure) return iamPart(reading, 'role settings', (each) => readRoleSettings(each));
  await Promise.all([readListings(reading), iamPart(reading, 'roles', readRoles)]);
}

export async function readAlias(reading: Reading): Promise<void> {
  const { call, clients, own, sink } = reading;
  sink.plan('iam:ListAccountAliases', 1);
  await readScope(reading, { kind: 'account-alias', a: own }, 'Account alias', async () => {
    const { AccountAliases = [] } = await call('iam:ListAccountAliases', (abortSignal) =>
      clients.iam.send(new ListAccountAliasesCommand({}), { abortSignal }),
    );
    const entities = AccountAliases.map(
      (alias): EntityFact => ({
        kind: 'aws-account-alias',
        nativeId: `${own.nativeId}/${alias}`,
        parent: own,
        name: alias,
      }),
    );
    return { facts: { entities }, summary: AccountAliases.join(', ') || 'none' };
  });
}
