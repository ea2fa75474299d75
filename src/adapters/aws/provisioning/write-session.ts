import type { AwsConnection } from '../../../core/connectors/model/aws-connection.ts';
import type { AwsOptions } from '../aws-options.ts';
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
  /** Ends what waits. */
  signal: AbortSignal;
  close(): void;
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
  return {
    clients,
    read: createCallAws({ ...shared, maxTries: { throttled: 4, unreachable: 2, server: 2 } }),
    write: createCallAws({ ...shared, maxTries: { throttled: 1, unreachable: 1, server: 1 } }),
    awsAccountId: session.role.awsAccountId,
    signal: stop.signal,
    close() {
      stop.abort();
      clients.close();
    },
  };
}
