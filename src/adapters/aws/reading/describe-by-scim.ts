import type { User } from '@aws-sdk/client-identitystore';
import type { ScopeFailure } from '../../../core/inventory/model/scope.ts';
import type { DirectoryUser } from '../../../core/inventory/scim-directory.ts';
import { CallRefused } from '../session/call-aws.ts';
import { type Instance, identityCenterUserFact } from './identity-center-facts.ts';
import { count, type Reading } from './reading.ts';

/**
 * Names, e-mails and status of Identity Center's users by its SCIM API, where the role may not list them. That it shows
 * all of them AWS does not say: whoever it leaves out stays as known, and the listing stays a gap.
 */
export async function describeByScim(reading: Reading, instance: Instance, failure: ScopeFailure): Promise<void> {
  const { connection, scim, sink, call } = reading;
  if (!scim || !connection.scimEnabled || !connection.sealedScimToken || failure.reason !== 'denied') return;
  const issuer = issuerOf(connection.scimEndpoint ?? '');
  let total = 0;
  try {
    for await (const users of scim.users(connection, call)) {
      const entities = users.map((user) => identityCenterUserFact(asListed(user, issuer), instance));
      total += entities.length;
      await sink.rows({ entities });
    }
    await sink.log(
      'read',
      `Identity Center users by SCIM · ${count(total, 'user')} described; deleted ones are not told`,
    );
  } catch (error) {
    if (!(error instanceof CallRefused)) throw error;
    await sink.log('gap', `Identity Center users by SCIM · not read: ${error.failure.message}`);
  }
}

/** As the Identity Store names who wrote an external id. */
const issuerOf = (endpoint: string) => `https://scim.aws.com/${/\/([^/]+)\/scim\/v2\/$/.exec(endpoint)?.[1] ?? ''}`;

const asListed = (user: DirectoryUser, issuer: string): User => ({
  IdentityStoreId: '',
  UserId: user.id,
  UserName: user.userName,
  DisplayName: user.displayName,
  Name: { Formatted: user.formattedName, GivenName: user.givenName, FamilyName: user.familyName },
  ...(user.email && { Emails: [{ Value: user.email, Primary: true }] }),
  UserStatus: user.isActive ? 'ENABLED' : 'DISABLED',
  Title: user.title,
  UserType: user.userType,
  ...(user.externalId && { ExternalIds: [{ Issuer: issuer, Id: user.externalId }] }),
});
