import * as sts from '@aws-sdk/client-sts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Simulator, startSimulator } from '../start.ts';
import { type Clients, clientsFor } from '../testing/clients.ts';
import { expectAllAnswered } from '../testing/every-operation.ts';
import { SMALL } from '../worlds/small.ts';

const { memberAccountId } = SMALL;

let simulator: Simulator;
let clients: Clients;

beforeAll(async () => {
  simulator = await startSimulator({ world: 'small', throttling: false });
  clients = clientsFor(simulator.url, simulator.credentials.administrator);
});
afterAll(() => simulator.stop());

/** One walk through each service by the SDK, whose own parsers read every answer. */
describe('every simulated operation answers the SDK', () => {
  it('of STS', async () => {
    const send = clients.sts.send.bind(clients.sts);
    const RoleArn = `arn:aws:iam::${SMALL.managementAccountId}:role/Auditor`;
    await send(new sts.AssumeRoleCommand({ RoleArn, RoleSessionName: 'walk' }));
    await send(new sts.GetCallerIdentityCommand({}));
    const { Account } = await send(new sts.GetAccessKeyInfoCommand({ AccessKeyId: 'AKIADEMOPRODPAYMENT1' }));
    expect(Account).toBe(memberAccountId);
    expectAllAnswered(simulator, 'sts');
  });
});
