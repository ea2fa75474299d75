import type { IdempotencyKeys } from '../../shared/idempotency.ts';
import type { Ids, PersonId } from '../../shared/ids.ts';
import type { Page, PageRequest } from '../../shared/page.ts';
import type { Clock, Instant } from '../../shared/ports.ts';
import type { Transact } from '../../shared/transact.ts';
import type { Role } from '../model/roles.ts';
import type { Viewer } from '../model/viewer.ts';
import type { PersonRecord, PersonStore } from '../ports.ts';

/** What a person is told of their own roles. Notifications (right of this feature) carry it to inbox and mail. */
export interface MemberMessage {
  personId: PersonId;
  kind: 'invitation' | 'role-changed';
  objectKind: 'person';
  objectId: PersonId;
  title: string;
  body: string;
  link: string;
  dedupeKey: string;
}

export interface MemberStores {
  people: PersonStore;
  idempotency: IdempotencyKeys;
  notifications: { tell(messages: readonly MemberMessage[], now: Instant): Promise<void> };
}
export interface MemberPorts {
  transact: Transact<MemberStores>;
  clock: Clock;
  ids: Ids;
}

export interface HeldRole {
  role: Role;
  grantedAt: Instant;
  /** By a claim of the sign-in provider: it goes when the claim goes. */
  isFromClaim: boolean;
  /** Null: by a claim, by the first-run link, or by the demo's making. */
  grantedBy: { id: PersonId; name: string } | null;
}
export interface MemberView extends Pick<PersonRecord, 'id' | 'name' | 'email' | 'title' | 'status' | 'source'> {
  roles: HeldRole[];
  /** Null: never. */
  lastSignedInAt: Instant | null;
  /** Connectors that they own and manage by being a Connector Administrator. */
  ownedConnectorCount: number;
}
export interface MemberQuery extends PageRequest {
  /** Part of a name or e-mail. */
  q?: string | undefined;
  /** Who holds this role, or any; undefined: everybody. */
  role?: Role | 'any' | undefined;
}
export interface MemberViews {
  list(viewer: Viewer, query: MemberQuery): Promise<Page<MemberView>>;
  get(viewer: Viewer, id: PersonId): Promise<MemberView | null>;
  /** How many active people hold each role. */
  holders(viewer: Viewer): Promise<Record<Role, number>>;
}
