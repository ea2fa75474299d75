import type { AwsConnection } from '../../../core/connectors/model/aws-connection.ts';
import type { AwsOptions } from '../aws-options.ts';
import { createMemberAccess, memberClients, memberCredentials, ofMember } from '../reading/members/member-session.ts';
import { type AwsClients, createAwsClients } from '../session/aws-clients.ts';
import { type CallAws, createCallAws } from '../session/call-aws.ts';
import { createRoleSession } from '../session/role-session.ts';

/** What each kind of right is read and written with. */
export interface WriteSession {
  clients: AwsClients;
  /** Tried again by rules, as in a sync. */
  read: CallAws;
  /** Sent once: what follows from a failure depends on the ledger. */
  write: CallAws;
  awsAccountId: string;
  /** The same in another AWS account of the organization, by its role there, which only reads (CON-11). */
  member(awsAccountId: string): Promise<WriteSession>;
  /** Ends what waits. */
  signal: AbortSignal;
  close(): void;
}

async function openMember(
  own: WriteSession,
  connection: AwsConnection,
  awsAccountId: string,
  callIn: (awsAccountId: string) => CallAws,
): Promise<WriteSession> {
  if (connection.memberRoleName === null) throw new Error('The connector reads no other AWS accounts.');
  const ground = {
    connection,
    own: { kind: 'aws-account', nativeId: own.awsAccountId },
    clients: own.clients,
  } as const;
  const access = createMemberAccess(ground, callIn);
  const { iam } = await memberClients(own.clients, await memberCredentials(access, awsAccountId));
  return {
    ...own,
    clients: { ...own.clients, iam },
    read: ofMember(callIn(awsAccountId)),
    write: () => {
      throw new Error(`Nothing is written in AWS account ${awsAccountId}.`);
    },
    awsAccountId,
  };
}

/** Acts as the connector's role, at the share of the rate that is kept for leases (SYN-3). */
export function openWriteSession(options: AwsOptions, connection: AwsConnection): WriteSession {
  const stop = new AbortController();
  const session = createRoleSession({
    budget: options.budget,
    region: options.region,
    roleArn: connection.roleArn,
    externalId: connection.externalId,
    sessionName: `countersign-write-${connection.connectorId}`,
    signal: stop.signal,
  });
  const clients = createAwsClients(session, connection.identityCenterRegion);
  const members = new Map<string, Promise<WriteSession>>();
  const shared = {
    budget: options.budget,
    priority: 'provisioning',
    awsAccountId: session.role.awsAccountId,
    regionOf: (family: string) =>
      (family === 'identity-center' ? connection.identityCenterRegion : null) ?? session.region,
    signal: stop.signal,
    called: () => {},
    retrying: () => {},
    backOffMs: options.backOffMs ?? 500,
  } as const;
  const reading = { throttled: 4, unreachable: 2, server: 2 };
  const own: WriteSession = {
    clients,
    read: createCallAws({ ...shared, maxTries: reading }),
    write: createCallAws({ ...shared, maxTries: { throttled: 1, unreachable: 1, server: 1 } }),
    awsAccountId: session.role.awsAccountId,
    member(awsAccountId) {
      const opened =
        members.get(awsAccountId) ??
        openMember(own, connection, awsAccountId, (id) =>
          createCallAws({ ...shared, awsAccountId: id, maxTries: reading }),
        );
      members.set(awsAccountId, opened);
      // One that was refused is asked for anew the next time (CON-12).
      opened.catch(() => members.delete(awsAccountId));
      return opened;
    },
    signal: stop.signal,
    close() {
      stop.abort();
      clients.close();
    },
  };
  return own;
}
