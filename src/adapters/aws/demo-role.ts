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
import {
  AWSOrganizationsNotInUseException,
  DescribeOrganizationCommand,
  OrganizationsClient,
  paginateListAccounts,
} from '@aws-sdk/client-organizations';
import { AssumeRoleCommand, GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import { pathAndName } from '../../core/connectors/model/setup/member-role.ts';
import type { DemoRole, DemoRoleDocuments } from '../../core/connectors/ports.ts';
import { eachConcurrently } from './reading/each-concurrently.ts';
import { sessionOf } from './session/assumed.ts';

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
  const settings = { endpoint, region, maxAttempts: 3 };
  const iam = new IAMClient({ ...settings, credentials });
  const sts = new STSClient({ ...settings, credentials });
  const organizations = new OrganizationsClient({ ...settings, credentials });
  const ownId = async () => {
    const { Account } = await sts.send(new GetCallerIdentityCommand());
    if (!Account) throw new Error('The simulated AWS did not say whose keys these are.');
    return Account;
  };
  return {
    awsAccountId: ownId,
    async organizationId() {
      try {
        const { Organization } = await organizations.send(new DescribeOrganizationCommand());
        return Organization?.Id ?? null;
      } catch (error) {
        if (error instanceof AWSOrganizationsNotInUseException) return null;
        throw error;
      }
    },
    put: (role) => putRole(iam, role),
    async putInMembers(role) {
      const own = await ownId();
      const members: string[] = [];
      for await (const { Accounts = [] } of paginateListAccounts({ client: organizations }, {}))
        members.push(...Accounts.flatMap(({ Id, State }) => (Id && Id !== own && State === 'ACTIVE' ? [Id] : [])));
      await eachConcurrently(members, 8, async (id) => {
        const member = await enter(sts, settings, id);
        await putRole(member, role).finally(() => member.destroy());
      });
    },
  };
};

/** By the role that AWS makes for the management account in each AWS account it creates. */
async function enter(sts: STSClient, settings: { endpoint: string; region: string }, id: string): Promise<IAMClient> {
  const RoleArn = `arn:aws:iam::${id}:role/OrganizationAccountAccessRole`;
  const made = await sts.send(new AssumeRoleCommand({ RoleArn, RoleSessionName: 'stack-set' }));
  return new IAMClient({ ...settings, credentials: sessionOf(made) });
}

const putRole = async (iam: IAMClient, { roleName, trustPolicy, policies }: DemoRoleDocuments): Promise<string> => {
  const { path, name } = pathAndName(roleName);
  const arn = await createOrUpdate(iam, { path, name, trustPolicy });
  for (const [policyName, document] of Object.entries(policies)) await setPolicy(iam, name, policyName, document);
  return arn;
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

const createOrUpdate = async (
  iam: IAMClient,
  { path, name: roleName, trustPolicy }: { path: string | null; name: string; trustPolicy: string },
): Promise<string> => {
  try {
    const { Role } = await iam.send(
      new CreateRoleCommand({
        RoleName: roleName,
        ...(path && { Path: path }),
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
