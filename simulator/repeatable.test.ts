import { LookupEventsCommand } from '@aws-sdk/client-cloudtrail';
import { GetUserCommand, ListUsersCommand } from '@aws-sdk/client-iam';
import { ListInstancesCommand } from '@aws-sdk/client-sso-admin';
import { expect, it } from 'vitest';
import { startSimulator } from './start.ts';
import { clientsFor } from './testing/clients.ts';

/** The ids of what three calls were answered, a refusal among them, and of the events that tell of them. */
async function idsOfOneRun(): Promise<string[]> {
  const simulator = await startSimulator({ world: 'small', eventDelayMs: 0 });
  try {
    const { iam, ssoAdmin } = clientsFor(simulator.url, simulator.credentials.administrator);
    const { cloudTrail } = clientsFor(simulator.url, simulator.credentials.administrator, 'us-east-1');
    const users = await iam.send(new ListUsersCommand({}));
    const refused = await iam.send(new GetUserCommand({ UserName: 'nobody' })).catch((error) => error);
    const instances = await ssoAdmin.send(new ListInstancesCommand({}));
    const { Events = [] } = await cloudTrail.send(new LookupEventsCommand({}));
    const requestIds = [users, refused, instances].map(({ $metadata }) => $metadata.requestId);
    return [...requestIds, ...Events.map(({ EventId }) => EventId)].map(String);
  } finally {
    await simulator.stop();
  }
}

it('the same calls of the same world have the same request and event ids, each its own', async () => {
  const ids = await idsOfOneRun();
  expect(new Set(ids).size).toBe(ids.length);
  expect(ids.length).toBeGreaterThanOrEqual(5);
  expect(await idsOfOneRun()).toEqual(ids);
});
