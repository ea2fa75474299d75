import {
  CreateAccessKeyCommand,
  CreateRoleCommand,
  CreateUserCommand,
  PutUserPolicyCommand,
} from '@aws-sdk/client-iam';
import { AssumeRoleCommand, type AssumeRoleCommandInput } from '@aws-sdk/client-sts';
import { type Simulator, startSimulator } from '../start.ts';
import { COUNTERSIGN_ACCOUNT_ID } from '../worlds/credentials.ts';
import { SMALL } from '../worlds/small.ts';
import { type Clients, clientsFor } from './clients.ts';

export type TrustStatement = Readonly<Record<string, unknown>>;

export const ROLE_ARN = `arn:aws:iam::${SMALL.managementAccountId}:role/connector`;
export const PRODUCT_ROLE_ARN = `arn:aws:iam::${COUNTERSIGN_ACCOUNT_ID}:role/countersign-server`;
export const PRODUCT_SESSION_ARN = `arn:aws:sts::${COUNTERSIGN_ACCOUNT_ID}:assumed-role/countersign-server/demo`;
export const ADMINISTRATOR_ARN = `arn:aws:iam::${SMALL.managementAccountId}:user/terraform-bootstrap`;

/** AWS's one text for whoever may not, whatever the reason. */
export function refusedTo(callerArn: string, action = 'sts:AssumeRole', roleArn = ROLE_ARN) {
  const message = `User: ${callerArn} is not authorized to perform: ${action} on resource: ${roleArn}`;
  return { name: 'AccessDenied', status: 403, message };
}

/** A trust policy; its statements allow sts:AssumeRole where they say nothing else. */
export function trust(...statements: TrustStatement[]): string {
  return document(statements.map((one) => ({ Effect: 'Allow', Action: 'sts:AssumeRole', ...one })));
}

export function document(statements: readonly TrustStatement[]): string {
  return JSON.stringify({ Version: '2012-10-17', Statement: statements });
}

/** A role in the small world's management account, and those who try to assume it. */
export class RoleTrial {
  readonly simulator: Simulator;
  /** Of the role's own AWS account, and may do anything. */
  readonly admin: Clients;
  /** Of the organization's member, and may do anything. */
  readonly member: Clients;
  /** The product's role session: of an AWS account outside the organization, and may assume any role. */
  readonly product: Clients;

  constructor(simulator: Simulator) {
    this.simulator = simulator;
    this.admin = clientsFor(simulator.url, simulator.credentials.administrator);
    this.member = clientsFor(simulator.url, simulator.credentials.memberAdministrator);
    this.product = clientsFor(simulator.url, simulator.credentials.countersign);
  }

  static async start(): Promise<RoleTrial> {
    return new RoleTrial(await startSimulator({ world: 'small', throttling: false }));
  }

  async createRole(trustPolicy: string, more: Record<string, unknown> = {}, name = 'connector'): Promise<void> {
    const wish = { RoleName: name, AssumeRolePolicyDocument: trustPolicy, ...more };
    await this.admin.iam.send(new CreateRoleCommand(wish));
  }

  assume(clients: Clients, more: Partial<AssumeRoleCommandInput> = {}) {
    return clients.sts.send(new AssumeRoleCommand({ RoleArn: ROLE_ARN, RoleSessionName: 'test', ...more }));
  }

  /** The clients of the session that comes of it. */
  async assumed(clients: Clients, more: Partial<AssumeRoleCommandInput> = {}): Promise<Clients> {
    const { Credentials: given } = await this.assume(clients, more);
    return clientsFor(this.simulator.url, {
      accessKeyId: given?.AccessKeyId ?? '',
      secretAccessKey: given?.SecretAccessKey ?? '',
      sessionToken: given?.SessionToken ?? '',
    });
  }

  /** A new IAM user and its key, in the administrator's AWS account; it may what the statements allow, or nothing. */
  async user(UserName: string, statements: readonly TrustStatement[] = [], by = this.admin): Promise<Clients> {
    await by.iam.send(new CreateUserCommand({ UserName }));
    if (statements.length > 0) {
      const PolicyDocument = document(statements);
      await by.iam.send(new PutUserPolicyCommand({ UserName, PolicyName: 'own', PolicyDocument }));
    }
    const { AccessKey: key } = await by.iam.send(new CreateAccessKeyCommand({ UserName }));
    return clientsFor(this.simulator.url, {
      accessKeyId: key?.AccessKeyId ?? '',
      secretAccessKey: key?.SecretAccessKey ?? '',
    });
  }
}
