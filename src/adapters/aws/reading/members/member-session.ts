import { IAMClient } from '@aws-sdk/client-iam';
import { AssumeRoleCommand } from '@aws-sdk/client-sts';
import { parseRoleArn } from '../../../../core/connectors/model/role-arn.ts';
import type { ScopeFailure } from '../../../../core/inventory/model/scope.ts';
import { AwsUnreachable, type ScopeSink } from '../../../../core/inventory/ports.ts';
import { refusalIn } from '../../../../core/inventory/refresh/ports.ts';
import { lifetimeSeconds, renewing, type SessionCredentials, sessionNameOf, sessionOf } from '../../session/assumed.ts';
import type { AwsClients } from '../../session/aws-clients.ts';
import { type CallAws, CallRefused } from '../../session/call-aws.ts';
import { clientDefaults } from '../../session/client-defaults.ts';
import type { Reading } from '../reading.ts';

/** Assumes the role of another AWS account: one call for all of them, since one that is missing says nothing of the next. */
export type AssumeMember = (awsAccountId: string) => Promise<SessionCredentials>;

/** Calls by the rules of the reading, on the rate of that AWS account. */
export type CallIn = (awsAccountId: string, rules?: { refusalsUntilGivenUp?: number }) => CallAws;
export interface MemberAccess {
  assume: AssumeMember;
  callIn: CallIn;
  /** Of those that were entered. */
  sessions: Map<string, () => Promise<SessionCredentials>>;
}
type Ground = Pick<Reading, 'connection' | 'own'> & { clients: Pick<AwsClients, 'sts'> };

/** From the connector's own role, so that only one role in the organization trusts somebody outside it (CON-11). */
export function createMemberAccess(
  { clients, connection, own }: Ground,
  callIn: CallIn,
  externalId: string | null = connection.memberExternalId,
): MemberAccess {
  const { partition } = parseRoleArn(connection.roleArn);
  const call = callIn(own.nativeId, { refusalsUntilGivenUp: Number.POSITIVE_INFINITY });
  const assume: AssumeMember = async (awsAccountId) =>
    sessionOf(
      await call('sts:AssumeRole', (abortSignal) =>
        clients.sts.send(
          new AssumeRoleCommand({
            RoleArn: `arn:${partition}:iam::${awsAccountId}:role/${connection.memberRoleName}`,
            RoleSessionName: sessionNameOf(`countersign-${connection.connectorId}`),
            DurationSeconds: lifetimeSeconds,
            ...(externalId !== null && { ExternalId: externalId }),
          }),
          { abortSignal },
        ),
      ),
    );
  return { assume, callIn, sessions: new Map() };
}

/** Of the role there, the same for as long as they last. Throws CallRefused where it cannot be assumed. */
export async function memberCredentials({ assume, sessions }: MemberAccess, awsAccountId: string) {
  const credentials = sessions.get(awsAccountId) ?? renewing(() => assume(awsAccountId));
  await credentials();
  sessions.set(awsAccountId, credentials);
  return credentials;
}

/** Where the connector's own calls go, and over the same connections: these are closed with the connector's. */
export async function memberClients(
  { sts, iam: own }: Pick<AwsClients, 'sts' | 'iam'>,
  credentials: () => Promise<SessionCredentials>,
): Promise<{ iam: IAMClient; region: string }> {
  const region = await sts.config.region();
  const { requestHandler } = own.config;
  return { iam: new IAMClient({ ...clientDefaults, requestHandler, region, credentials }), region };
}

/** Reads another AWS account as the connector's own is read. Throws CallRefused where its role cannot be assumed. */
export async function inMember<T>(
  reading: Reading,
  access: MemberAccess,
  awsAccountId: string,
  read: (member: Reading) => Promise<T>,
): Promise<T> {
  const { iam } = await memberClients(reading.clients, await memberCredentials(access, awsAccountId));
  const member: Reading = {
    ...reading,
    own: { kind: 'aws-account', nativeId: awsAccountId },
    clients: { ...reading.clients, iam },
    call: ofMember(access.callIn(awsAccountId)),
    refusalKey: (action) => refusalIn(action, awsAccountId),
    sink: quiet(reading.sink, awsAccountId),
  };
  return read(member);
}

/** Of hundreds of AWS accounts only what went wrong is told one by one. */
const quiet = (sink: ScopeSink, awsAccountId: string): ScopeSink => ({
  complete: (scope, facts) => sink.complete(scope, facts),
  rows: (facts) => sink.rows(facts),
  failed: (scope, failure) => sink.failed(scope, failure),
  log: async (level, message) => {
    if (level !== 'read') await sink.log(level, `AWS account ${awsAccountId}: ${message}`);
  },
  plan: (operation, calls) => sink.plan(operation, calls),
  called: (operation, outcome) => sink.called(operation, outcome),
  decided: (decision) => sink.decided(decision),
  denied: (action, message) => sink.denied(action, message),
  rotated: (part, position) => sink.rotated(part, position),
  part: (key, read) => sink.part(key, read),
});

/** Credentials that AWS does not take any more, as when the AWS account is suspended meanwhile, end this reading only. */
export const ofMember =
  (call: CallAws): CallAws =>
  (operation, send) =>
    call(operation, send).catch((error: unknown) => {
      if (!(error instanceof AwsUnreachable) || !error.code.startsWith('credentials-')) throw error;
      const message = error.awsError ?? error.message;
      const failure: ScopeFailure = { reason: 'unavailable', message };
      throw new CallRefused({ kind: 'credentials-invalid', code: error.code, message }, failure);
    });
