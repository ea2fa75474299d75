import type { PersonId } from '../shared/ids.ts';
import type { Instant } from '../shared/ports.ts';

export type NotificationKind =
  | 'connector-setup' // you own a connector that is not set up
  | 'approval-needed'
  | 'request-decided'
  | 'lease-active'
  | 'lease-ending-soon'
  | 'lease-ended'
  | 'review-waiting'
  | 'provisioning-stuck'
  | 'manual-task';

/** One message to one person about one thing; `dedupeKey` makes it exactly once per person (NOT-1). */
export interface NewNotification {
  personId: PersonId;
  kind: NotificationKind;
  objectKind: string;
  objectId: string;
  title: string;
  body: string;
  /** Address of the very thing, relative to PUBLIC_URL, e.g. `/tasks/req_…`. */
  link: string;
  dedupeKey: string;
}

/**
 * Inside the transaction of what it tells about: inbox row, mail row and the job that sends are committed with the state
 * change or not at all; nothing is sent before the commit (NOT-1). A known `dedupeKey` is passed over.
 */
export interface Notifications {
  tell(notifications: readonly NewNotification[], now: Instant): Promise<void>;
}
