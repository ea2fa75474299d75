import { CreateRoleCommand, DeleteRolePolicyCommand, IAMClient, PutRolePolicyCommand } from '@aws-sdk/client-iam';
import { type Simulator, startSimulator } from '../../simulator/start.ts';
import type { AwsConnection } from '../../src/core/connectors/model/aws-connection.ts';
import { furtherReadActions } from '../../src/core/connectors/model/further-read-permissions.ts';
import { readActions } from '../../src/core/connectors/model/permission-table.ts';
import { setupDocuments } from '../../src/core/connectors/model/setup/setup-documents.ts';
import type { EntityFact, GrantFact, UseFact } from '../../src/core/inventory/model/fact.ts';
import type { Decision } from '../../src/core/inventory/model/plan/decision.ts';
import type { Scope, ScopeFailure } from '../../src/core/inventory/model/scope.ts';
import type { KnownInventory, Pair, ReadFacts, ScopeSink } from '../../src/core/inventory/ports.ts';
import type { ConnectorId } from '../../src/core/shared/ids.ts';
import type { RateBudget } from '../../src/core/shared/ports.ts';

export const principalArn = 'arn:aws:iam::905418227316:role/countersign-server';
export const externalId = 'cs-0f1e2d3c4b5a69788796a5b4c3d2e1f0';
export const roleName = 'Countersign';
type KeyPair = { accessKeyId: string; secretAccessKey: string };

/** The product's own credentials and the endpoint, where the SDK looks for them. */
export function pointAt(simulator: Pick<Simulator, 'url' | 'credentials'>): void {
  const { accessKeyId, secretAccessKey, sessionToken } = simulator.credentials.countersign;
  Object.assign(process.env, {
    AWS_ENDPOINT_URL: simulator.url,
    AWS_ACCESS_KEY_ID: accessKeyId,
    AWS_SECRET_ACCESS_KEY: secretAccessKey,
    AWS_SESSION_TOKEN: sessionToken,
    AWS_ACCOUNT_ID: principalArn.split(':')[4],
    AWS_EC2_METADATA_DISABLED: 'true',
    AWS_SHARED_CREDENTIALS_FILE: '/nonexistent',
    AWS_CONFIG_FILE: '/nonexistent',
  });
}

export async function startAws(world: 'small' | 'demo', throttling = false): Promise<Simulator> {
  const simulator = await startSimulator({ world, throttling });
  pointAt(simulator);
  return simulator;
}

/** Beyond the minimum, and of IAM alone. */
export const furtherIamActions = furtherReadActions.filter((action) => action.startsWith('iam:'));

/** Beyond the minimum: what tells more of permission sets and of the organization. */
export const furtherDetailActions = furtherReadActions.filter((action) =>
  /^organizations:|^sso:.*(Policy|Policies|Boundary|Tags)/.test(action),
);

export interface CustomerRole {
  iam: IAMClient;
  /** Puts the read policy with all further actions but those that make other plans possible, without these. */
  allowAllBut(...actions: string[]): Promise<void>;
  connection: AwsConnection;
}

/** What a customer does by hand: the role of the set-up page, made with an administrator's keys. */
export async function createCustomerRole(
  simulator: Simulator,
  administrator: KeyPair,
  settings: Partial<AwsConnection> & { awsAccountId: string; trustPolicy?: string },
): Promise<CustomerRole> {
  const { awsAccountId, trustPolicy = setupDocuments({ principalArn, externalId }).trustPolicy, ...rest } = settings;
  const iam = new IAMClient({ endpoint: simulator.url, region: 'us-east-1', credentials: administrator });
  await iam.send(new CreateRoleCommand({ RoleName: roleName, AssumeRolePolicyDocument: trustPolicy }));
  const PolicyName = 'CountersignRead';
  const role: CustomerRole = {
    iam,
    connection: {
      connectorId: 'con_test' as ConnectorId,
      roleArn: `arn:aws:iam::${awsAccountId}:role/${roleName}`,
      externalId,
      organizationsEnabled: true,
      identityCenterEnabled: true,
      identityCenterRegion: 'eu-west-1',
      memberRoleName: null,
      memberExternalId: 'cs-members-of-the-tests',
      scimEnabled: false,
      scimEndpoint: null,
      sealedScimToken: null,
      ...rest,
    },
    async allowAllBut(...actions) {
      const all = [...readActions, ...furtherIamActions, ...furtherDetailActions];
      const Action = all.filter((action) => !actions.includes(action));
      if (Action.length === 0) {
        await iam.send(new DeleteRolePolicyCommand({ RoleName: roleName, PolicyName }));
        return;
      }
      const PolicyDocument = JSON.stringify({
        Version: '2012-10-17',
        Statement: [{ Effect: 'Allow', Action, Resource: '*' }],
      });
      await iam.send(new PutRolePolicyCommand({ RoleName: roleName, PolicyName, PolicyDocument }));
    },
  };
  await role.allowAllBut();
  return role;
}

export const nothingKnown: KnownInventory = {
  awsAccountId: null,
  organizationId: null,
  managementAwsAccountId: null,
  identityCenterInstanceArn: null,
  identityStoreId: null,
  awsAccountIds: [],
  iamAwsAccountIds: [],
  iamElsewhere: [],
  identityCenterGroupIds: [],
  permissionSetArns: [],
  iamGroups: [],
};

/** Lets everything through and counts, so that "a token for each call" can be checked against what AWS saw. */
export function countingBudget() {
  const taken = new Map<string, number>();
  let throttled = 0;
  const budget: RateBudget = {
    async take({ awsAccountId, region, family }, tokens) {
      const key = `${awsAccountId}/${region}/${family}`;
      taken.set(key, (taken.get(key) ?? 0) + tokens);
    },
    async throttled() {
      throttled += 1;
    },
  };
  return { budget, taken, throttled: () => throttled };
}

export const scopeName = ({ kind, a, b }: Scope) => [kind, a.nativeId, b?.nativeId].filter(Boolean).join(' ');
export const grantName = (grant: GrantFact) =>
  [grant.kind, grant.target.nativeId, grant.permissionSet?.nativeId, grant.principal.nativeId, grant.qualifier]
    .filter(Boolean)
    .join(' ');

/** What a reading delivered, kept in memory: what the store would stage. */
export class MemorySink implements ScopeSink {
  readonly entities = new Map<string, EntityFact>();
  readonly grants = new Map<string, GrantFact>();
  readonly completed = new Set<string>();
  readonly failures = new Map<string, ScopeFailure>();
  readonly lines: string[] = [];
  readonly calls = new Map<string, { planned: number; ok: number; throttled: number; failed: number }>();
  readonly pairs: Pair[] = [];
  readonly uses: UseFact[] = [];
  readonly decisions: Decision[] = [];
  readonly deniedActions: string[] = [];
  readonly rotation: Record<string, string> = {};

  async rows({ entities = [], grants = [], pairs = [], uses = [] }: ReadFacts) {
    this.pairs.push(...pairs);
    this.uses.push(...uses);
    for (const fact of entities) {
      const key = `${fact.kind} ${fact.nativeId}`;
      const before = this.entities.get(key);
      // A whole description before one that leaves something out, before a mention.
      const worth = ({ isMention, unread }: EntityFact) => (isMention ? 0 : unread ? 1 : 2);
      if (!before || (worth(before) < 2 && worth(fact) >= worth(before))) this.entities.set(key, fact);
    }
    for (const grant of grants) {
      const key = grantName({ ...grant, qualifier: '' });
      // A reading that goes over to another way may come by the same fact twice; a principal has one qualifier, though.
      const before = this.grants.get(key);
      if (before && before.qualifier !== grant.qualifier) throw new Error(`Two grants of one principal: ${key}`);
      this.grants.set(key, grant);
    }
  }
  async complete(scope: Scope, facts: ReadFacts) {
    await this.rows(facts);
    const name = scopeName(scope);
    if (this.completed.has(name) || this.failures.has(name)) throw new Error(`Read twice: ${name}`);
    this.completed.add(name);
  }
  async failed(scope: Scope, failure: ScopeFailure) {
    const name = scopeName(scope);
    if (this.completed.has(name) || this.failures.has(name)) throw new Error(`Read twice: ${name}`);
    this.failures.set(name, failure);
  }
  async log(level: string, message: string) {
    this.lines.push(`${level} ${message}`);
  }
  plan(operation: string, calls: number) {
    this.counter(operation).planned += calls;
  }
  called(operation: string, outcome: 'ok' | 'throttled' | 'failed') {
    this.counter(operation)[outcome] += 1;
  }
  async decided(decision: Decision) {
    this.decisions.push(decision);
  }
  async denied(action: string) {
    this.deniedActions.push(action);
  }
  async rotated(part: string, position: string) {
    this.rotation[part] = position;
  }
  part<T>(_key: string, read: () => Promise<T>): Promise<T> {
    return read();
  }
  counter(operation: string) {
    const counter = this.calls.get(operation) ?? { planned: 0, ok: 0, throttled: 0, failed: 0 };
    this.calls.set(operation, counter);
    return counter;
  }
  of(kind: EntityFact['kind']): EntityFact[] {
    return [...this.entities.values()].filter((fact) => fact.kind === kind);
  }
  /** What a run would now know, for the next one. */
  known(): KnownInventory {
    const ids = (kind: EntityFact['kind']) => this.of(kind).map(({ nativeId }) => nativeId);
    const instance = this.of('identity-center-instance')[0];
    const organization = this.of('organization')[0];
    return {
      awsAccountId: null,
      organizationId: organization?.nativeId ?? null,
      managementAwsAccountId: (organization?.attrs?.managementAwsAccountId as string) ?? null,
      identityCenterInstanceArn: instance?.nativeId ?? null,
      identityStoreId: (instance?.attrs?.identityStoreId as string) ?? null,
      awsAccountIds: this.of('aws-account')
        .filter(({ parent }) => parent)
        .map(({ nativeId }) => nativeId),
      iamAwsAccountIds: [],
      iamElsewhere: [],
      identityCenterGroupIds: ids('identity-center-group').map((id) => id.slice(id.indexOf('/') + 1)),
      permissionSetArns: ids('permission-set'),
      iamGroups: this.of('iam-group').map(({ nativeId, name, parent }) => ({
        nativeId,
        name,
        awsAccountId: parent?.nativeId ?? '',
      })),
    };
  }
}
