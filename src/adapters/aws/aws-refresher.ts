import type { AwsConnection } from '../../core/connectors/model/aws-connection.ts';
import type { ScopeSink } from '../../core/inventory/ports.ts';
import type { Refresher, RefreshSession } from '../../core/inventory/refresh/ports.ts';
import type { AwsOptions } from './aws-options.ts';
import { eachConcurrently } from './reading/each-concurrently.ts';
import { lookUpEvents, regionsOfEvents } from './reading/events/look-up-events.ts';
import { lookUpMemberEvents, together } from './reading/events/look-up-member-events.ts';
import { rereadTouched } from './reading/events/reread-touched.ts';
import { type CallIn, createMemberAccess } from './reading/members/member-session.ts';
import { membersAtATime } from './reading/members/read-member-accounts.ts';
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
  const own = { kind: 'aws-account', nativeId: awsAccountId } as const;
  const clients = createAwsClients(session, connection.identityCenterRegion);
  // A look that finds nothing has no run that could count its calls.
  const before: Called[] = [['sts:AssumeRole', 'ok']];
  const looking = {
    budget: options.budget,
    signal: stop.signal,
    backOffMs: options.backOffMs ?? 500,
    called: (...call: Called) => void before.push(call),
    retrying: () => {},
  };
  const regionOf: CallOptions['regionOf'] = (family) =>
    (family === 'identity-center' ? connection.identityCenterRegion : null) ?? session.region;
  const callOf = (id: string) => (region: string) =>
    createCallAws({ ...looking, awsAccountId: id, regionOf: () => region });
  return {
    async events(since, memberAwsAccountIds) {
      const { credentials } = session;
      await credentials();
      const regions = regionsOfEvents(partition, connection);
      const read = regions.map((region) =>
        lookUpEvents({ credentials, awsAccountId }, region, since, callOf(awsAccountId)(region)),
      );
      let all = (await Promise.all(read)).reduce(together);
      const callIn: CallIn = (id, rules) => createCallAws({ ...looking, awsAccountId: id, regionOf, ...rules });
      const access = createMemberAccess({ connection, own, clients }, callIn);
      // What else is told there is none of ours: Identity Center and Organizations are read in one AWS account only.
      const ofIam = regionsOfEvents(partition, { ...connection, identityCenterEnabled: false });
      await eachConcurrently(memberAwsAccountIds, membersAtATime, async (id) => {
        // In two steps: the other AWS accounts' events come in while this one's are waited for.
        const found = await lookUpMemberEvents(access, id, ofIam, since, callOf(id));
        all = together(all, found);
      });
      return all;
    },
    async reread(known, plan, sink) {
      countCalls(sink, before);
      const learned = { ...known, awsPartition: partition, awsAccountId };
      delete (learned as Partial<typeof learned>).iamAwsAccountIds;
      const callIn: CallIn = (id, rules) =>
        createCallAws({
          ...looking,
          awsAccountId: id,
          regionOf,
          called: (operation, outcome) => sink.called(operation, outcome),
          retrying: (message) => void sink.log('retry', message).catch(() => stop.abort()),
          ...rules,
        });
      const { backOffMs, signal } = looking;
      const concurrency = options.concurrency ?? 8;
      const call = callIn(awsAccountId);
      const access = createMemberAccess({ connection, own, clients }, callIn);
      await rereadTouched(
        { connection, known, sink, clients, call, own, learned, concurrency, backOffMs, signal },
        access,
        plan,
      );
      return learned;
    },
    close() {
      stop.abort();
      clients.close();
    },
  };
}

function countCalls(sink: ScopeSink, calls: Called[]): void {
  for (const [operation, outcome] of calls.splice(0)) {
    sink.plan(operation, 1);
    sink.called(operation, outcome);
  }
}
