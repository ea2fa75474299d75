import { commonError, type ProtocolKind } from '../protocols/aws-error.ts';
import type { IamAccount } from '../state/iam/iam-account.ts';
import type { IamRole } from '../state/iam/iam-entities.ts';
import type { World } from '../state/world.ts';
import { authenticateBearer, bearerOf } from './bearer.ts';
import type { Caller, Session } from './caller.ts';
import { readSessionToken, sessionSecret } from './session-token.ts';
import { readSignature, type SignedRequest, verifySignature } from './sigv4.ts';

export interface Authenticated {
  readonly caller: Caller;
  /** The region in the credential scope: it decides which Identity Center instance is seen. */
  readonly region: string;
  readonly accessKeyId: string;
  readonly sessionToken: string | undefined;
}

/** Who asks a service that takes no signatures. */
export const ANONYMOUS: Authenticated = {
  caller: { awsAccountId: '', arn: 'anonymous', principalArn: 'anonymous', userId: 'anonymous', uniqueId: 'anonymous' },
  region: '',
  accessKeyId: '',
  sessionToken: undefined,
};

/** Turns a request with a signature, or a token, into a caller, or refuses it as AWS does (facts 3.5 "credentials"). */
export function authenticate(
  world: World,
  request: SignedRequest,
  signingName: string,
  protocol: ProtocolKind,
): Authenticated {
  if (protocol === 'scim') return authenticateBearer(world, request);
  const signature = readSignature(request, protocol);
  const { accessKeyId, sessionToken, region } = signature;
  const credentials = credentialsOf(world, accessKeyId, sessionToken);
  // Keys and sessions of an AWS account that was suspended are good for nothing, also those made before.
  if (!credentials || !world.isOpen(credentials.caller.awsAccountId)) {
    throw commonError(protocol, 'unknownKey', 'The security token included in the request is invalid.');
  }
  verifySignature(request, signature, credentials.secret, signingName, protocol);
  const expiresAt = credentials.caller.session?.expiresAt;
  if (expiresAt !== undefined && expiresAt <= world.clock.now()) {
    throw commonError(protocol, 'expiredToken', 'The security token included in the request is expired');
  }
  return { caller: credentials.caller, region, accessKeyId, sessionToken };
}

/** Who asked with these credentials, whose signature was verified then; nobody when the world has no such key. */
export function callerOf(world: World, accessKeyId: string, sessionToken: string | undefined): Caller | undefined {
  if (accessKeyId === '') return ANONYMOUS.caller;
  return credentialsOf(world, accessKeyId, sessionToken)?.caller ?? bearerOf(world, accessKeyId);
}

function credentialsOf(world: World, accessKeyId: string, sessionToken: string | undefined): Credentials | undefined {
  return sessionToken ? sessionCredentials(world, accessKeyId, sessionToken) : userCredentials(world, accessKeyId);
}

interface Credentials {
  readonly secret: string;
  readonly caller: Caller;
}

function userCredentials(world: World, accessKeyId: string): Credentials | undefined {
  const found = world.accessKey(accessKeyId);
  const account = found && world.awsAccounts.get(found.awsAccountId);
  if (!account || found.key.status !== 'Active') return undefined;
  const { user, key } = found;
  const arn = account.arn('user', user);
  const caller = {
    awsAccountId: account.awsAccountId,
    arn,
    principalArn: arn,
    userId: user.id,
    uniqueId: user.id,
    user,
    accessKey: key,
  };
  return { secret: key.secret, caller };
}

/** A session of a role that was deleted (and perhaps made anew, with another id) is worth nothing. */
function sessionCredentials(world: World, accessKeyId: string, token: string): Credentials | undefined {
  const standing = world.standingSessions.get(accessKeyId);
  if (standing) {
    const account = world.awsAccounts.get(standing.awsAccountId);
    const role = account?.role(standing.roleName);
    if (!account || !role || standing.token !== token) return undefined;
    const session = {
      name: standing.sessionName,
      expiresAt: undefined,
      policies: [],
      tags: [],
      sourceIdentity: undefined,
    };
    return { secret: standing.secret, caller: roleCaller(account, role, session) };
  }
  const claims = readSessionToken(world, token);
  if (!claims) return undefined;
  const account = world.awsAccounts.get(claims.awsAccountId);
  const role = account?.role(claims.roleName);
  if (!account || claims.accessKeyId !== accessKeyId || role?.id !== claims.roleId) return undefined;
  const { sessionName: name, expiresAt, policies, tags, transitiveTagKeys, sourceIdentity } = claims;
  const { startedAt, onBehalfOf } = claims;
  const session = { name, expiresAt, policies, tags, transitiveTagKeys, sourceIdentity, startedAt, onBehalfOf };
  const caller = roleCaller(account, role, session);
  return { secret: sessionSecret(world, token), caller };
}

function roleCaller(account: IamAccount, role: IamRole, session: Session): Caller {
  return {
    awsAccountId: account.awsAccountId,
    arn: `arn:aws:sts::${account.awsAccountId}:assumed-role/${role.name}/${session.name}`,
    principalArn: account.arn('role', role),
    userId: `${role.id}:${session.name}`,
    uniqueId: role.id,
    role,
    session,
  };
}
