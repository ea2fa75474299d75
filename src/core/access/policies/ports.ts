import type { Viewer } from '../../security/model/viewer.ts';
import type { SecurityStores } from '../../security/ports.ts';
import type { Id, Ids, PersonId } from '../../shared/ids.ts';
import type { Page, PageRequest } from '../../shared/page.ts';
import type { Clock, Instant } from '../../shared/ports.ts';
import type { Transact } from '../../shared/transact.ts';
import type { PolicyForm } from '../model/policy/policy-form.ts';
import type { PolicyEngine, PolicySet } from './policy-engine.ts';

export type PolicyId = Id<'pol'>;
export interface StoredPolicy {
  id: PolicyId;
  name: string;
  form: PolicyForm;
  isEnabled: boolean;
  createdAt: Instant;
  updatedAt: Instant;
  version: number;
}
export interface PolicyStore {
  /** Until the end of the transaction nobody else changes policies, so that each revision follows the one before. */
  takeTurn(): Promise<void>;
  /** Not removed ones, by name. */
  all(): Promise<StoredPolicy[]>;
  add(policy: Omit<StoredPolicy, 'updatedAt' | 'version'>, by: PersonId | null): Promise<void>;
  save(policy: Pick<StoredPolicy, 'id' | 'name' | 'form' | 'isEnabled'>, now: Instant): Promise<void>;
  remove(id: PolicyId, now: Instant): Promise<void>;
  /** Returns the number of the new revision. */
  addRevision(revision: {
    policies: PolicySet['policies'];
    digest: string;
    now: Instant;
    by: PersonId | null;
  }): Promise<number>;
  /** The newest; null before the first policy was saved. */
  current(): Promise<PolicySet | null>;
  revision(number: number): Promise<PolicySet | null>;
  /** Of these entities, `Type::id`, those that the newest publication holds. */
  knownEntities(entities: readonly { type: string; id: string }[]): Promise<Set<string>>;
}

export interface PolicyStores extends Pick<SecurityStores, 'people' | 'idempotency'> {
  policies: PolicyStore;
}
export interface PolicyPorts {
  transact: Transact<PolicyStores>;
  clock: Clock;
  ids: Ids;
  crypto: { sha256(text: string): Uint8Array };
  engine: PolicyEngine;
}

export interface PolicyView extends StoredPolicy {
  cedar: string;
  approvesByItself: boolean;
}
export interface PolicyViews {
  /** With how many of all that are in force approve by themselves. */
  list(viewer: Viewer, page: PageRequest): Promise<Page<PolicyView> & { approvingByThemselves: number }>;
  get(viewer: Viewer, id: PolicyId): Promise<PolicyView | null>;
}
