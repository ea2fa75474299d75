import type { Notifications } from '../notifications/ports.ts';
import type { SecurityStores } from '../security/ports.ts';
import type { ApplicationId, ConnectorId, Ids, PersonId, RunId } from '../shared/ids.ts';
import type { Clock, Crypto, Instant, Secrets } from '../shared/ports.ts';
import type { Transact } from '../shared/transact.ts';
import type { AwsConnection } from './model/aws-connection.ts';
import type { Check, Checklist } from './model/checklist.ts';
import type { ChangeableSettings, Connector, ConnectorStatus, StatusReason } from './model/connector.ts';
import type { ServiceIdentity } from './model/service-identity.ts';

/** Read-only questions to AWS, asked before a transaction, at most 10 s in all (architecture.md, A use case). */
export interface AwsProbe {
  /** Never throws for what AWS or the network say: every failure is a line of the checklist. */
  test(connection: AwsConnection): Promise<Checklist>;
  serviceIdentity(): Promise<ServiceIdentity>;
}

/** The same of Identity Center's SCIM API (CON-14): is the token accepted, and what does it see? Never throws either. */
export interface ScimProbe {
  test(connection: AwsConnection): Promise<Check[]>;
}

/** Demo only: makes the role in the simulated AWS with an administrator's keys, as the customer would by hand. */
export interface DemoRole {
  /** The AWS account that the administrator's keys belong to. */
  awsAccountId(): Promise<string>;
  /** Null outside an organization. */
  organizationId(): Promise<string | null>;
  /** Creates the role or brings an existing one to these documents; returns its ARN. */
  put(role: DemoRoleDocuments): Promise<string>;
  /** The same in every other active AWS account of the organization, as a StackSet does (CON-11). */
  putInMembers(role: DemoRoleDocuments): Promise<void>;
}
export interface DemoRoleDocuments {
  /** With its path in front, if it has one. */
  roleName: string;
  trustPolicy: string;
  /** Documents by name; null: the role has no such policy afterwards. Others stay as they are. */
  policies: Readonly<Record<string, string | null>>;
}

export interface StoredChecklist extends Checklist {
  testedAt: Instant;
}
export type NewConnector = Pick<
  Connector,
  'id' | 'applicationId' | 'name' | 'externalId' | 'memberExternalId' | 'createdBy' | 'ownerIds'
>;

/** A token in use that will end; `ownerIds` are those who are still there. */
export interface ExpiringScimToken {
  connectorId: ConnectorId;
  name: string;
  ownerIds: PersonId[];
  expiresAt: Instant;
}

/** What goes on through a connector: it must end before the connector can (CON-15). */
export interface ConnectorUses {
  leases: number;
  requests: number;
  /** In AWS: begun, ordered, or waiting for a person to do them by hand. */
  changes: number;
  /** Some of these, leases first; `link` is a path of the page. */
  named: {
    kind: 'lease' | 'request' | 'revocation' | 'change';
    name: string;
    person: string | null;
    link: string | null;
  }[];
}

/** One API family of an AWS account, organization or Identity Center instance, which one connector reads (CON-18). */
export interface CoverageClaim {
  family: 'iam' | 'organizations' | 'identity-center';
  nativeId: string;
}

/** Connectors inside one transaction. */
export interface ConnectorStore {
  /**
   * Locks the row until the end of the transaction; null when there is none or it was deleted. Refuses `connector-busy`
   * after a few seconds in which another has it, and so does takeTurnWithRuns.
   */
  lock(id: ConnectorId): Promise<Connector | null>;
  /** Before `lock`, when a run may be discarded: until the end of the transaction no run begins, publishes or fails. */
  takeTurnWithRuns(id: ConnectorId): Promise<void>;
  /** The same, and no run of any connector publishes: what is made is a publication itself. */
  takeTurnWithPublications(id: ConnectorId): Promise<void>;
  usesOf(id: ConnectorId): Promise<ConnectorUses>;
  /**
   * Deletes it, its secrets with it. What it read stays, as no longer read from now on, with `message` as the reason, and
   * is free for another. Returns the number of the publication that says so; null when it never read anything.
   */
  end(id: ConnectorId, of: { runId: RunId; by: PersonId; message: string; now: Instant }): Promise<number | null>;
  /** Ends the run that reads, or is held, as `discarded`, if there is one: it can neither stage nor publish any more. */
  discardReading(id: ConnectorId): Promise<void>;
  add(connector: NewConnector, now: Instant): Promise<void>;
  countOf(applicationId: ApplicationId): Promise<number>;
  saveSettings(id: ConnectorId, settings: ChangeableSettings, now: Instant): Promise<void>;
  /** Null takes the token away. */
  saveScimToken(id: ConnectorId, token: { sealed: string; savedAt: Instant; expiresAt: Instant } | null): Promise<void>;
  /** Of connectors that use theirs, those that end by then. */
  scimTokensUntil(instant: Instant): Promise<ExpiringScimToken[]>;
  setNextSync(id: ConnectorId, nextSyncAt: Instant): Promise<void>;
  saveChecklist(id: ConnectorId, checklist: StoredChecklist): Promise<void>;
  /** Whoever tests the connection or saves settings may have given the role more rights: the next run asks anew. */
  forgetDeniedActions(id: ConnectorId): Promise<void>;
  /** `nextSyncAt` undefined leaves it as it is. */
  saveStatus(
    id: ConnectorId,
    status: { status: ConnectorStatus; reason: StatusReason | null; nextSyncAt?: Instant },
  ): Promise<void>;
  setPaused(id: ConnectorId, isPaused: boolean, nextSyncAt: Instant | null): Promise<void>;
  isReading(id: ConnectorId): Promise<boolean>;
  /**
   * Another connector that reads one of these, or is set up to; null when there is none. Until the end of the
   * transaction nobody else gets an answer about the same: two connectors saved at once can not both be told "free".
   */
  coveredBy(
    claims: readonly CoverageClaim[],
    except: ConnectorId,
  ): Promise<(CoverageClaim & { connectorId: ConnectorId; connectorName: string }) | null>;
}

export interface ApplicationStore {
  byId(id: ApplicationId): Promise<{ id: ApplicationId; name: string } | null>;
  /** False when the name is taken, whatever its case. */
  add(
    application: { id: ApplicationId; name: string; createdBy: PersonId; ownerIds: PersonId[] },
    now: Instant,
  ): Promise<boolean>;
}

export interface ConnectorStores extends Pick<SecurityStores, 'people' | 'idempotency'> {
  connectors: ConnectorStore;
  applications: ApplicationStore;
  notifications: Notifications;
}
export interface ConnectorPorts {
  transact: Transact<ConnectorStores>;
  clock: Clock;
  crypto: Crypto;
  ids: Ids;
  probe: AwsProbe;
  scimProbe: ScimProbe;
  /** Null without the key file of the installation: then no token can be kept. */
  secrets: Secrets | null;
  /** Where the simulated AWS is; null outside the demo. */
  simulatedOrigin: string | null;
  /** Null outside the demo. */
  demoRole: DemoRole | null;
}
