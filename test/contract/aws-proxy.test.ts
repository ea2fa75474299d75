import { once } from 'node:events';
import { createServer, request, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Simulator } from '../../simulator/start.ts';
import { SMALL } from '../../simulator/worlds/small.ts';
import { createAwsReader } from '../../src/adapters/aws/aws-reader.ts';
import {
  type CustomerRole,
  countingBudget,
  createCustomerRole,
  furtherIamActions,
  MemorySink,
  nothingKnown,
  pointAt,
  startAws,
} from './aws-support.ts';

// A proxy between us and AWS that answers one operation by itself, with 200: a captive portal, a filter, a cut line.
let simulator: Simulator;
let role: CustomerRole;
let proxy: Server;
let own: { asks: string; body: string; headers: Record<string, string> } | null = null;

beforeAll(async () => {
  simulator = await startAws('small');
  role = await createCustomerRole(simulator, simulator.credentials.administrator, {
    awsAccountId: SMALL.managementAccountId,
  });
  // IAM by its listings, which are asked below.
  await role.allowAllBut(...furtherIamActions);
  const { hostname, port } = new URL(simulator.url);
  proxy = createServer(async (incoming, answer) => {
    const parts: Buffer[] = [];
    for await (const part of incoming) parts.push(part as Buffer);
    const body = Buffer.concat(parts);
    const operation = String(incoming.headers['x-amz-target'] ?? new URLSearchParams(body.toString()).get('Action'));
    if (own && operation.endsWith(own.asks)) {
      answer.writeHead(200, own.headers).end(own.body);
      return;
    }
    const { method, headers, url: path } = incoming;
    request({ hostname, port, method, headers, path }, (reply) => {
      answer.writeHead(reply.statusCode ?? 500, reply.headers);
      reply.pipe(answer);
    }).end(body);
  }).listen(0, '127.0.0.1');
  await once(proxy, 'listening');
  const url = `http://127.0.0.1:${(proxy.address() as AddressInfo).port}`;
  pointAt({ url, credentials: simulator.credentials });
});
afterAll(async () => {
  proxy.close();
  proxy.closeAllConnections();
  await simulator.stop();
});

async function read(): Promise<MemorySink> {
  const sink = new MemorySink();
  const { budget } = countingBudget();
  await createAwsReader({ budget, backOffMs: 1 }).read(role.connection, nothingKnown, sink);
  return sink;
}

const json = { 'content-type': 'application/x-amz-json-1.1' };
const withId = { 'x-amzn-requestid': '3f0c9c1e' };
it.each([
  ['an empty body', 'ListUsers', '', {}, 'iam-users'],
  ['a page of HTML', 'ListRoles', '<html><body>Sign in</body></html>', { 'content-type': 'text/html' }, 'iam-roles'],
  ['half an object', 'AWSIdentityStore.ListGroups', '{}', { ...json, ...withId }, 'identity-center-groups'],
  ['half an object', 'ListPermissionSetsProvisionedToAccount', '{}', { ...json, ...withId }, 'pairs-of-aws-account'],
  ['half an object', 'ListAccountAssignments', '{}', { ...json, ...withId }, 'assignments-of-pair'],
  ['half an object', 'ListGroupMemberships', '{}', { ...json, ...withId }, 'members-of-group'],
  ['no AWS account', 'ListAccounts', '{"Accounts":[]}', { ...json, ...withId }, 'aws-accounts'],
] as const)(
  '%s instead of the answer to %s closes nothing: its scopes fail',
  async (_what, asks, body, headers, kind) => {
    own = null;
    const of = (names: Iterable<string>) => [...names].filter((name) => name.startsWith(`${kind} `));
    const whole = of((await read()).completed).filter((name) => kind !== 'members-of-group' || name.includes('/'));
    expect(whole.length).toBeGreaterThan(0);
    own = { asks, body, headers };
    const sink = await read();
    for (const name of kind === 'aws-accounts' ? [] : whole) expect(of(sink.failures.keys())).toContain(name);
    expect(of(sink.failures.keys()).length).toBeGreaterThan(0);
    expect(of(sink.completed).filter((name) => whole.includes(name))).toEqual([]);
  },
);
