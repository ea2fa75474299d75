import type { Simulator } from '../../simulator/start.ts';
import { SMALL } from '../../simulator/worlds/small.ts';
import { createDemoRoleMaker } from '../../src/adapters/aws/demo-role.ts';
import { readActions } from '../../src/core/connectors/model/permission-table.ts';
import type { Answer, Caller } from './start-http.ts';

export interface RoleOptions {
  externalId?: string;
  actions?: readonly string[];
  roleName?: string;
}

/** The role of a connector's set-up page, made by an administrator of that AWS account through the SDK. */
export const makeConnectorRole = async (
  { simulator, caller, connector }: { simulator: Simulator; caller: Caller; connector: Answer['body'] },
  awsAccountId: string,
  options: RoleOptions,
): Promise<string> => {
  const { administrator, memberAdministrator, delegatedAdministrator } = simulator.credentials;
  const credentials = {
    [SMALL.managementAccountId]: administrator,
    [SMALL.memberAccountId]: memberAdministrator,
    [SMALL.delegatedAccountId]: delegatedAdministrator,
  }[awsAccountId] as { accessKeyId: string; secretAccessKey: string };
  const { roleName = 'Countersign', externalId = connector.externalId, actions = readActions } = options;
  const { trustPolicy } = (await caller.get(`/api/v1/connectors/${connector.id}/setup`)).body;
  const readPolicy = JSON.stringify({
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Action: actions, Resource: '*' }],
  });
  return createDemoRoleMaker({ endpoint: simulator.url, credentials }).put({
    roleName,
    trustPolicy: trustPolicy.replace(connector.externalId, externalId),
    policyName: 'CountersignRead',
    readPolicy,
    provisioning: { policyName: 'CountersignProvisioning', document: null },
  });
};
