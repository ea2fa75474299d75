import { setMaxListeners } from 'node:events';
import type { RoleArn } from '../../core/connectors/model/role-arn.ts';
import type { EntityRef } from '../../core/inventory/model/kinds.ts';
import type { AwsReader, ConnectionFacts } from '../../core/inventory/ports.ts';
import type { AwsOptions } from './aws-options.ts';
import { readIam } from './reading/iam/read-iam.ts';
import type { CallIn } from './reading/members/member-session.ts';
import { readMemberAccounts } from './reading/members/read-member-accounts.ts';
import { readOrganization, readOrganizationDetails } from './reading/organization/read-organization.ts';
import { readIdentityCenter } from './reading/read-identity-center.ts';
import type { Reading } from './reading/reading.ts';
import { createAwsClients } from './session/aws-clients.ts';
import { createCallAws } from './session/call-aws.ts';
import { createRoleSession } from './session/role-session.ts';

/** Reads AWS with the actions of the minimum read policy (CON-9) and as many of the further ones as the connector's role has. */
export const createAwsReader = (options: AwsOptions): AwsReader => ({
  async read(connection, known, sink) {
    const stop = new AbortController();
    setMaxListeners(0, stop.signal);
    const session = createRoleSession({
      budget: options.budget,
      region: options.region,
      roleArn: connection.roleArn,
      externalId: connection.externalId,
      sessionName: `countersign-${connection.connectorId}`,
      signal: stop.signal,
    });
    sink.plan('sts:AssumeRole', 1);
    await session.credentials();
    sink.called('sts:AssumeRole', 'ok');
    await sink.log('read', `Assumed the role ${session.role.arn}`);
    const clients = createAwsClients(session, connection.identityCenterRegion);
    const own: EntityRef = { kind: 'aws-account', nativeId: session.role.awsAccountId };
    const callIn: CallIn = (awsAccountId, rules) =>
      createCallAws({
        budget: options.budget,
        awsAccountId,
        regionOf: (family) =>
          (family === 'identity-center' || family === 'scim' ? connection.identityCenterRegion : null) ??
          session.region,
        signal: stop.signal,
        called: (operation, outcome) => sink.called(operation, outcome),
        retrying: (message) => void sink.log('retry', message).catch(() => stop.abort()),
        backOffMs: options.backOffMs ?? 500,
        rateScale: options.rateScale,
        ...rules,
      });
    const call = callIn(own.nativeId);
    const learned = nothingLearned(session.role);
    const concurrency = options.concurrency ?? 8;
    const backOffMs = options.backOffMs ?? 500;
    const { signal } = stop;
    try {
      await readAll(
        { connection, known, sink, clients, call, own, learned, scim: options.scim, concurrency, backOffMs, signal },
        callIn,
        stop,
      );
    } finally {
      clients.close();
    }
    return learned;
  },
});

const nothingLearned = (role: RoleArn): ConnectionFacts => ({
  awsPartition: role.partition,
  awsAccountId: role.awsAccountId,
  organizationId: null,
  managementAwsAccountId: null,
  identityCenterInstanceArn: null,
  identityStoreId: null,
});

/** All parts at once. When one cannot go on, the others are stopped and awaited, so that nothing writes afterwards. */
async function readAll(reading: Reading, callIn: CallIn, stop: AbortController): Promise<void> {
  // Everything of IAM has this AWS account as its parent, also where nobody may list AWS accounts.
  const { own } = reading;
  await reading.sink.rows({ entities: [{ ...own, name: own.nativeId, isMention: true }] });
  const organization = readOrganization(reading);
  const parts = [
    readIam(reading),
    organization.then((each) => readIdentityCenter(reading, each)),
    organization.then((each) => readOrganizationDetails(reading, each)),
    organization.then((each) => readMemberAccounts(reading, callIn, each)),
  ];
  let first: { error: unknown } | undefined;
  await Promise.all(
    parts.map((part) =>
      part.catch((error: unknown) => {
        first ??= { error };
        stop.abort();
      }),
    ),
  );
  if (first) throw first.error;
}
