import {
  CreateRoleCommand,
  DeleteRolePolicyCommand,
  EntityAlreadyExistsException,
  GetRoleCommand,
  IAMClient,
  NoSuchEntityException,
  PutRolePolicyCommand,
  UpdateAssumeRolePolicyCommand,
} from '@aws-sdk/client-iam';
import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import type { DemoRole } from '../../core/connectors/ports.ts';

export interface DemoRoleOptions {
  /** The simulated AWS. Required: these keys never go to the real one. */
  endpoint: string;
  /** Of an administrator of the simulated management AWS account. */
  credentials: { accessKeyId: string; secretAccessKey: string };
  region?: string;
}

/** Does in the simulated AWS what the set-up page tells the customer to do, over signed HTTP like anybody else. */
export const createDemoRoleMaker = (options: DemoRoleOptions): DemoRole => {
  const { endpoint, credentials, region = 'us-east-1' } = options;
  const iam = new IAMClient({ endpoint, credentials, region, maxAttempts: 3 });
  const sts = new STSClient({ endpoint, credentials, region, maxAttempts: 3 });
  return {
    async awsAccountId() {
      const { Account } = await sts.send(new GetCallerIdentityCommand());
      if (!Account) throw new Error('The simulated AWS did not say whose keys these are.');
      return Account;
    },
    async put({ roleName, trustPolicy, policies }) {
      const arn = await createOrUpdate(iam, roleName, trustPolicy);
      for (const [name, document] of Object.entries(policies)) await setPolicy(iam, roleName, name, document);
      return arn;
    },
  };
};

const setPolicy = async (iam: IAMClient, RoleName: string, PolicyName: string, document: string | null) => {
  if (document !== null) {
    await iam.send(new PutRolePolicyCommand({ RoleName, PolicyName, PolicyDocument: document }));
    return;
  }
  try {
    await iam.send(new DeleteRolePolicyCommand({ RoleName, PolicyName }));
  } catch (error) {
    if (!(error instanceof NoSuchEntityException)) throw error;
  }
};

const createOrUpdate = async (iam: IAMClient, roleName: string, trustPolicy: string): Promise<string> => {
  try {
    const { Role } = await iam.send(
      new CreateRoleCommand({
        RoleName: roleName,
        AssumeRolePolicyDocument: trustPolicy,
        Description: 'Read access for Countersign',
      }),
    );
    return Role?.Arn ?? '';
  } catch (error) {
    if (!(error instanceof EntityAlreadyExistsException)) throw error;
  }
  await iam.send(new UpdateAssumeRolePolicyCommand({ RoleName: roleName, PolicyDocument: trustPolicy }));
  const { Role } = await iam.send(new GetRoleCommand({ RoleName: roleName }));
  return Role?.Arn ?? '';
};
