import { CreateRoleCommand, GetAccountAuthorizationDetailsCommand, PutRolePolicyCommand } from '@aws-sdk/client-iam';
import { AssumeRoleCommand, type STSClient } from '@aws-sdk/client-sts';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Simulator, startSimulator } from '../../start.ts';
import { clientsFor, refusal } from '../../testing/clients.ts';
import { COUNTERSIGN_ACCOUNT_ID, CREDENTIALS } from '../credentials.ts';
import { GENERATED } from './organization.ts';

let simulator: Simulator;
beforeAll(async () => {
  simulator = await startSimulator({ world: 'large', throttling: false });
});
afterAll(() => simulator.stop());

async function assume(sts: STSClient, RoleArn: string, ExternalId?: string) {
  const { Credentials } = await sts.send(new AssumeRoleCommand({ RoleArn, RoleSessionName: 'test', ExternalId }));
  return {
    accessKeyId: Credentials?.AccessKeyId ?? '',
    secretAccessKey: Credentials?.SecretAccessKey ?? '',
    sessionToken: Credentials?.SessionToken ?? '',
  };
}

it('any member AWS account can be given a role for a reader, who comes in from the product through management', async () => {
  const { url, world } = simulator;
  const [member = ''] = [...world.awsAccounts.unbuilt()].at(-1) ?? [];
  const administrator = clientsFor(url, CREDENTIALS.administrator, GENERATED.region);
  const trust = (principal: string) =>
    JSON.stringify({
      Version: '2012-10-17',
      Statement: [
        {
          Effect: 'Allow',
          Principal: { AWS: principal },
          Action: 'sts:AssumeRole',
          Condition: { StringEquals: { 'sts:ExternalId': 'told-by-the-product' } },
        },
      ],
    });
  await administrator.iam.send(
    new CreateRoleCommand({
      RoleName: 'countersign',
      AssumeRolePolicyDocument: trust(`arn:aws:iam::${COUNTERSIGN_ACCOUNT_ID}:root`),
    }),
  );
  await administrator.iam.send(
    new PutRolePolicyCommand({
      RoleName: 'countersign',
      PolicyName: 'read',
      PolicyDocument:
        '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"sts:AssumeRole","Resource":"*"}]}',
    }),
  );
  const owner = await assume(administrator.sts, `arn:aws:iam::${member}:role/OrganizationAccountAccessRole`);
  await clientsFor(url, owner, GENERATED.region).iam.send(
    new CreateRoleCommand({
      RoleName: 'countersign-member',
      AssumeRolePolicyDocument: trust(`arn:aws:iam::${GENERATED.managementAccountId}:role/countersign`),
    }),
  );
  await clientsFor(url, owner, GENERATED.region).iam.send(
    new PutRolePolicyCommand({
      RoleName: 'countersign-member',
      PolicyName: 'read',
      PolicyDocument:
        '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"iam:GetAccount*","Resource":"*"}]}',
    }),
  );
  const product = clientsFor(url, CREDENTIALS.countersign, GENERATED.region).sts;
  const managementRole = `arn:aws:iam::${GENERATED.managementAccountId}:role/countersign`;
  const memberRole = `arn:aws:iam::${member}:role/countersign-member`;
  const reader = clientsFor(url, await assume(product, managementRole, 'told-by-the-product'), GENERATED.region);
  expect(await refusal(assume(reader.sts, memberRole))).toMatchObject({ name: 'AccessDenied' });
  const inMember = clientsFor(url, await assume(reader.sts, memberRole, 'told-by-the-product'), GENERATED.region);
  const { RoleDetailList } = await inMember.iam.send(new GetAccountAuthorizationDetailsCommand({ MaxItems: 1_000 }));
  const reserved = RoleDetailList?.filter(({ RoleName }) => RoleName?.startsWith('AWSReservedSSO_'));
  expect(reserved).toHaveLength(world.identityCenters[0]?.setsByAccount.of(member).size ?? -1);
});
