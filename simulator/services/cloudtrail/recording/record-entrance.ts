import { readSessionToken, type SessionClaims } from '../../../auth/session-token.ts';
import type { World } from '../../../state/world.ts';
import { samlProviderArn } from '../../sso-admin/reserved-role.ts';
import type { SignedIn } from '../../sso-oidc/sign-in-tokens.ts';
import { HIDDEN, shownInstant } from './parameters.ts';
import type { TracedCall } from './traced-call.ts';

const AUDIENCE = 'https://signin.aws.amazon.com/saml';

/** Identity Center enters an AWS account by SAML: that one's history has the person's name, not the id. */
export function recordEntrance(world: World, call: TracedCall, person: SignedIn, output: object | undefined): void {
  const { roleCredentials } = output as { roleCredentials: { sessionToken: string } };
  const claims = readSessionToken(world, roleCredentials.sessionToken);
  const account = claims && world.awsAccounts.get(claims.awsAccountId);
  const role = account?.role(claims?.roleName ?? '');
  if (!claims || !account || !role) return;
  const { awsAccountId: accountId, sessionName, expiresAt } = claims;
  const at = world.clock.now();
  const roleArn = account.arn('role', role);
  const principalArn = samlProviderArn(person.center, accountId);
  const { userName } = person.user;
  const identityProvider = world.mac(`saml/${person.center.base.instanceArn}`).subarray(0, 20).toString('base64');
  world.trail.add({
    eventId: world.ids.uuid(),
    at,
    awsAccountId: accountId,
    region: person.center.base.region,
    eventSource: 'sts.amazonaws.com',
    eventName: 'AssumeRoleWithSAML',
    eventType: 'AwsApiCall',
    readOnly: true,
    requestId: world.ids.uuid(),
    userAgent: call.userAgent,
    userIdentity: { type: 'SAMLUser', principalId: `${identityProvider}:${userName}`, userName, identityProvider },
    requestParameters: {
      sAMLAssertionID: `_${world.ids.uuid()}`,
      roleSessionName: sessionName,
      roleArn,
      principalArn,
      durationSeconds: Math.round((expiresAt - at) / 1000),
    },
    responseElements: { ...given(claims), subject: userName, subjectType: 'persistent', audience: AUDIENCE },
    resources: [
      { accountId, type: 'AWS::IAM::Role', ARN: roleArn },
      { accountId, type: 'AWS::IAM::SAMLProvider', ARN: principalArn },
    ],
  });
}

function given({ accessKeyId, awsAccountId, roleId, roleName, sessionName, expiresAt }: SessionClaims) {
  return {
    credentials: { accessKeyId, sessionToken: HIDDEN, expiration: shownInstant(new Date(expiresAt)) },
    assumedRoleUser: {
      assumedRoleId: `${roleId}:${sessionName}`,
      arn: `arn:aws:sts::${awsAccountId}:assumed-role/${roleName}/${sessionName}`,
    },
  };
}
