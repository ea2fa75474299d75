import type {
  AccountInfo,
  GetRoleCredentialsRequest,
  GetRoleCredentialsResponse,
  ListAccountRolesRequest,
  ListAccountRolesResponse,
  ListAccountsRequest,
  ListAccountsResponse,
  LogoutRequest,
} from '@aws-sdk/client-sso';
import { issueSessionToken } from '../../auth/session-token.ts';
import { AwsError } from '../../protocols/aws-error.ts';
import { accessKeyId } from '../../state/access-key-id.ts';
import { Collection } from '../../state/collection.ts';
import type { PermissionSet } from '../../state/identity-center/identity-center-entities.ts';
import type { Call } from '../call.ts';
import { operation } from '../service.ts';
import { assignmentsOf } from '../sso-admin/assignments/assignment-lists.ts';
import { sessionMinutes } from '../sso-admin/permission-sets/session-minutes.ts';
import { reservedRole } from '../sso-admin/reserved-role.ts';
import { onBehalfOf, type SignedIn, signedIn } from '../sso-oidc/sign-in-tokens.ts';

export const listAccounts = operation<ListAccountsRequest, ListAccountsResponse>({
  name: 'ListAccounts',
  handle(call, { accessToken }) {
    const person = requirePerson(call, accessToken);
    const { ownerAccountId } = person.center.base;
    const organization = call.world.organizationOf(ownerAccountId);
    const ids = new Set(accessOf(person).map(({ awsAccountId }) => awsAccountId));
    const accounts = [...ids].flatMap((id): AccountInfo | never[] => {
      const account = organization?.accounts.get(id);
      if (account?.state !== 'ACTIVE') return [];
      return { accountId: id, accountName: account.name, emailAddress: account.email };
    });
    const byId = new Collection(({ accountId }: AccountInfo) => accountId ?? '', accounts);
    const { items, nextToken } = call.page(byId);
    return { accountList: items, nextToken };
  },
});

/** A role of the portal is a permission set; nobody hears of those of other people. */
export const listAccountRoles = operation<ListAccountRolesRequest, ListAccountRolesResponse>({
  name: 'ListAccountRoles',
  handle(call, { accessToken, accountId }) {
    const sets = setsIn(requirePerson(call, accessToken), accountId);
    if (sets.length === 0) throw noAccess();
    const { items, nextToken } = call.page(new Collection(({ name }: PermissionSet) => name, sets));
    return { roleList: items.map(({ name }) => ({ roleName: name, accountId })), nextToken };
  },
});

/** Credentials of the set's role in the AWS account, for whoever has the set there now; the session lasts as the set says. */
export const getRoleCredentials = operation<GetRoleCredentialsRequest, GetRoleCredentialsResponse>({
  name: 'GetRoleCredentials',
  handle(call, { accessToken, accountId, roleName }) {
    const { world, now } = call;
    const person = requirePerson(call, accessToken);
    const set = setsIn(person, accountId).find(({ name }) => name === roleName);
    const state = world.organizationOf(person.center.base.ownerAccountId)?.accounts.get(accountId)?.state;
    const account = world.awsAccounts.get(accountId);
    const role = set && account && reservedRole(account, set);
    if (!set || !role || state !== 'ACTIVE') throw noAccess();
    const keyId = accessKeyId('ASIA', accountId, world.ids.hex(16));
    const expiresAt = Math.floor(now / 1000) * 1000 + sessionMinutes(set.sessionDuration) * 60_000;
    const { token, secret } = issueSessionToken(world, {
      accessKeyId: keyId,
      awsAccountId: accountId,
      roleName: role.name,
      roleId: role.id,
      sessionName: sessionName(person.user.userName),
      startedAt: now,
      onBehalfOf: onBehalfOf(person),
      expiresAt,
      policies: [],
      tags: [],
    });
    world.changed();
    return {
      roleCredentials: { accessKeyId: keyId, secretAccessKey: secret, sessionToken: token, expiration: expiresAt },
    };
  },
});

/** The token and what it can be refreshed by are worth nothing from now on; credentials already given stay. */
export const logout = operation<LogoutRequest, void>({
  name: 'Logout',
  handle(call, { accessToken }) {
    const { center, claims } = requirePerson(call, accessToken);
    center.signIns.end(claims.signInId);
    call.world.changed();
  },
});

function requirePerson(call: Call, accessToken: string): SignedIn {
  const person = signedIn(call.world, 'access', accessToken);
  if (!person) throw new AwsError('UnauthorizedException', 'Session token not found or invalid', 401);
  return person;
}

function noAccess(): AwsError {
  return new AwsError('ForbiddenException', 'No access', 403);
}

function accessOf({ center, user }: SignedIn) {
  return assignmentsOf(center, 'USER', user.id).all();
}

function setsIn(person: SignedIn, awsAccountId: string): PermissionSet[] {
  const arns = accessOf(person).flatMap((one) => (one.awsAccountId === awsAccountId ? [one.permissionSetArn] : []));
  return [...new Set(arns)].flatMap((arn) => person.center.permissionSets.get(arn) ?? []);
}

/** The user's name, as far as a session name can hold it. */
function sessionName(userName: string): string {
  return userName
    .replace(/[^\w+=,.@-]/g, '_')
    .slice(0, 64)
    .padEnd(2, '_');
}
