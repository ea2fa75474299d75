import type { AwsConnection } from '../../core/connectors/model/aws-connection.ts';
import type { ScopeSink } from '../../core/inventory/ports.ts';
import type { EventsRead, Refresher, RefreshSession } from '../../core/inventory/refresh/ports.ts';
import type { AwsOptions } from './aws-options.ts';
import { lookUpEvents, regionsOfEvents } from './reading/events/look-up-events.ts';
import { rereadTouched } from './reading/events/reread-touched.ts';
import { createAwsClients } from './session/aws-clients.ts';
import { type CallOptions, createCallAws } from './session/call-aws.ts';
import { createRoleSession } from './session/role-session.ts';

type Called = [operation: string, outcome: 'ok' | 'throttled' | 'failed'];

/** CloudTrail's history and the listings that it says were touched, with one session of the connector's role. */
export const createAwsRefresher = (options: AwsOptions): Refresher => ({
  open: (connection) => openSession(options, connection),
});

function openSession(options: AwsOptions, connection: AwsConnection): RefreshSession {
  const stop = new AbortController();
  const session = createRoleSession({
    budget: options.budget,
    region: options.region,
    roleArn: connection.roleArn,
    externalId: connection.externalId,
    sessionName: `countersign-${connection.connectorId}`,
    signal: stop.signal,
  });
  const { partition, awsAccountId } = session.role;
  // A look that finds nothing has no run that could count its calls.
  const before: Called[] = [['sts:AssumeRole', 'ok']];
  const backOffMs = options.backOffMs ?? 500;
  const shared = { budget: options.budget, awsAccountId, signal: stop.signal, backOffMs };
  const lookUp = (region: string, since: string) => {
    const called = (...call: Called) => void before.push(call);
    const ofRegion: CallOptions = { ...shared, regionOf: () => region, called, retrying: () => {} };
    return lookUpEvents(session, region, since, createCallAws(ofRegion));
  };
  return {
    async events(since) {
      await session.credentials();
      const each = await Promise.all(regionsOfEvents(partition, connection).map((region) => lookUp(region, since)));
      return each.reduce(together);
    },
    async reread(known, plan, sink) {
      countCalls(sink, before);
      const clients = createAwsClients(session, connection.identityCenterRegion);
      const learned = { ...known, awsPartition: partition, awsAccountId };
      const call = createCallAws({
        ...shared,
        regionOf: (family) => (family === 'identity-center' ? connection.identityCenterRegion : null) ?? session.region,
        called: (operation, outcome) => sink.called(operation, outcome),
        retrying: (message) => void sink.log('retry', message).catch(() => stop.abort()),
      });
      const own = { kind: 'aws-account', nativeId: awsAccountId } as const;
      const concurrency = options.concurrency ?? 8;
      try {
        await rereadTouched(
          { connection, known, sink, clients, call, own, learned, concurrency, backOffMs, signal: stop.signal },
          plan,
        );
      } finally {
        clients.close();
      }
      return learned;
    },
    close: () => stop.abort(),
  };
}

const together = (a: EventsRead, b: EventsRead): EventsRead => ({
  events: [...a.events, ...b.events],
  unreadable: a.unreadable + b.unreadable,
  wholeSince: a.wholeSince > b.wholeSince ? a.wholeSince : b.wholeSince,
});

function countCalls(sink: ScopeSink, calls: Called[]): void {
  for (const [operation, outcome] of calls.splice(0)) {
    sink.plan(operation, 1);
    sink.called(operation, outcome);
  }
}
