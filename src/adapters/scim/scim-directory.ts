import { scimTokenPurpose } from '../../core/connectors/steps/scim-token.ts';
import type { DirectoryUser, ScimDirectory } from '../../core/inventory/scim-directory.ts';
import type { Secrets } from '../../core/shared/ports.ts';
import { askScim } from './ask-scim.ts';

/** The most that AWS gives with a cursor. */
const perPage = 100;

/** Lists by Identity Center's SCIM API. `secrets` null: no token can be opened, and listing throws. */
export const createScimDirectory = (secrets: Secrets | null): ScimDirectory => ({
  async *users({ connectorId, scimEndpoint, sealedScimToken }, call) {
    if (!secrets || !scimEndpoint || !sealedScimToken) throw new Error('There is no SCIM token that could be opened.');
    const token = secrets.open(sealedScimToken, scimTokenPurpose(connectorId));
    let cursor = '';
    for (;;) {
      // https://docs.aws.amazon.com/singlesignon/latest/developerguide/listusers.html: an empty cursor begins.
      const url = `${scimEndpoint}Users?${new URLSearchParams({ cursor, count: String(perPage) })}`;
      const page = listOf(await call('scim:ListUsers', (signal) => askScim(url, token, signal as AbortSignal)));
      yield page.resources.flatMap(userOf);
      if (page.nextCursor === null || page.nextCursor === cursor) return;
      cursor = page.nextCursor;
    }
  },
});

type Members = Record<string, unknown>;
const membersOf = (value: unknown): Members =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Members) : {};
const textIn = (members: Members, name: string): string | undefined => {
  const value = members[name];
  return typeof value === 'string' && value !== '' ? value : undefined;
};

function listOf(body: unknown): { resources: unknown[]; nextCursor: string | null } {
  const { Resources: resources, nextCursor } = membersOf(body);
  return {
    resources: Array.isArray(resources) ? resources : [],
    nextCursor: typeof nextCursor === 'string' && nextCursor !== '' ? nextCursor : null,
  };
}

function userOf(resource: unknown): DirectoryUser[] {
  const user = membersOf(resource);
  const name = membersOf(user.name);
  const id = textIn(user, 'id');
  if (!id) return [];
  const emails = (Array.isArray(user.emails) ? user.emails : []).map(membersOf);
  const primary = emails.find((email) => email.primary === true) ?? emails[0] ?? {};
  const found = {
    userName: textIn(user, 'userName'),
    displayName: textIn(user, 'displayName'),
    formattedName: textIn(name, 'formatted'),
    givenName: textIn(name, 'givenName'),
    familyName: textIn(name, 'familyName'),
    email: textIn(primary, 'value'),
    title: textIn(user, 'title'),
    userType: textIn(user, 'userType'),
    externalId: textIn(user, 'externalId'),
  };
  return [{ id, isActive: user.active !== false, ...found }];
}
