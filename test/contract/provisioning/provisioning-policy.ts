import { DeleteRolePolicyCommand, type IAMClient, PutRolePolicyCommand } from '@aws-sdk/client-iam';
import { roleName } from '../aws-support.ts';

const PolicyName = 'CountersignProvisioning';
export const putProvisioningPolicy = (iam: IAMClient, document: object) =>
  iam.send(new PutRolePolicyCommand({ RoleName: roleName, PolicyName, PolicyDocument: JSON.stringify(document) }));
export const takeProvisioningPolicy = (iam: IAMClient) =>
  iam.send(new DeleteRolePolicyCommand({ RoleName: roleName, PolicyName }));
