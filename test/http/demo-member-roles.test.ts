import { UpdateAssumeRolePolicyCommand } from '@aws-sdk/client-iam';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Simulator, startSimulator } from '../../simulator/start.ts';
import { MANAGEMENT } from '../../simulator/worlds/demo/organization.ts';
import { enterMember } from '../support/member-roles.ts';
import { addConnector } from './add-connector.ts';
import { type Answer, type Caller, type Http, startHttp } from './start-http.ts';

let simulator: Simulator;
let http: Http;
let kwame: Caller;
let connector: Answer['body'];
beforeAll(async () => {
  simulator = await startSimulator({ world: 'demo', throttling: false });
  http = await startHttp({ simulator });
  kwame = await http.signIn('connector-administrator');
  connector = await addConnector(http, kwame);
});
afterAll(async () => {
  await http.stop();
  await simulator.stop();
});

const make = () => kwame.post(`/api/v1/demo/connectors/${connector.id}/role`);
const url = () => `/api/v1/connectors/${connector.id}`;
const policiesOf = (id: string, role: string) =>
  Object.keys(simulator.world.awsAccounts.get(id)?.role(role)?.inlinePolicies ?? {});

it('the demo makes the roles of the set-up page in the other AWS accounts too, and they let the connector in', async () => {
  const { body } = await make();
  const settings = {
    roleArn: body.roleArn,
    organizationsEnabled: true,
    identityCenterEnabled: true,
    identityCenterRegion: 'eu-north-1',
    memberRoleName: 'countersign/Member',
  };
  const before = await kwame.patch(url(), settings);
  const line = (answer: Answer, id: string) =>
    answer.body.checklist.checks.find((check: { id: string }) => check.id === id);
  expect(line(before, 'members.assume-role').outcome).toBe('fail');
  // What concerns other AWS accounts alone is no reason for the connector's own status.
  expect(before.body.status).toBe('syncing');

  expect((await make()).status).toBe(201);
  expect(policiesOf(MANAGEMENT, 'Countersign')).toContain('CountersignAssumeMembers');
  const { checks } = (await kwame.post(`${url()}/test`, settings)).body;
  const members = checks.filter(({ id }: { id: string }) => id.startsWith('members.'));
  expect(members.length).toBeGreaterThan(5);
  expect(members.filter(({ outcome }: { outcome: string }) => outcome !== 'pass' && outcome !== 'skipped')).toEqual([]);

  // Made again, they are brought to the same: also one whose trust somebody changed.
  const [changed = ''] = [...(simulator.world.organizationOf(MANAGEMENT)?.accounts.all() ?? [])]
    .filter(({ id, state }) => id !== MANAGEMENT && state === 'ACTIVE')
    .map(({ id }) => id);
  const trustOf = () => simulator.world.awsAccounts.get(changed)?.role('Member')?.trustPolicy;
  const trusted = trustOf();
  expect(trusted).toContain('sts:ExternalId');
  const owner = await enterMember({ url: simulator.url, administrator: simulator.credentials.administrator }, changed);
  await owner.send(
    new UpdateAssumeRolePolicyCommand({
      RoleName: 'Member',
      PolicyDocument: JSON.stringify({
        Version: '2012-10-17',
        Statement: [{ Effect: 'Allow', Principal: { AWS: body.roleArn }, Action: 'sts:AssumeRole' }],
      }),
    }),
  );
  owner.destroy();
  expect(trustOf()).not.toEqual(trusted);
  expect((await make()).status).toBe(201);
  expect(trustOf()).toEqual(trusted);

  await kwame.patch(url(), { memberRoleName: null });
  await make();
  expect(policiesOf(MANAGEMENT, 'Countersign')).not.toContain('CountersignAssumeMembers');
});
