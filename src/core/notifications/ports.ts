import type { PersonId } from '../shared/ids.ts';
import type { Page, PageRequest } from '../shared/page.ts';
import type { Instant } from '../shared/ports.ts';

export type NotificationKind =
  | 'invitation' // you may sign in here
  | 'role-changed'
  | 'connector-setup' // you own a connector that is not set up
  | 'connector-deleted'
  | 'approval-needed'
  | 'approval-reminder'
  | 'delegation' // you decide in somebody's stead, or no longer; somebody decides in yours
  | 'request-decided'
  | 'lease-active'
  | 'lease-ending-soon'
  | 'lease-ended'
  | 'review-waiting'
  | 'review-reminder'
  | 'provisioning-stuck'
  | 'sync-held' // a sync waits until an owner has looked at what would vanish
  | 'sync-failing'
  | 'sync-healed'
  | 'scim-token-ending'
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

export interface NotificationView {
  id: string;
  kind: string;
  title: string;
  body: string;
  link: string;
  createdAt: Instant;
  readAt: Instant | null;
}
export interface InboxQuery extends PageRequest {
  /** Undefined: both. */
  isUnread?: boolean | undefined;
}
/** Everybody has an inbox of their own and sees no other: the person is the one who asks. */
export interface Inbox {
  list(personId: PersonId, query: InboxQuery): Promise<Page<NotificationView> & { unread: number }>;
  /** Null when this person was not told of this. Reading it again keeps the first time. */
  markRead(personId: PersonId, id: string, now: Instant): Promise<NotificationView | null>;
  /** Returns how many were unread. */
  markAllRead(personId: PersonId, now: Instant): Promise<number>;
}

/** One mail that this process alone may send now; `attempt` fences what it reports about it. */
export interface ClaimedMail {
  id: string;
  attempt: number;
  toAddress: string;
  /** With angle brackets; the same at every attempt. */
  messageId: string;
  kind: NotificationKind;
  title: string;
  body: string;
  link: string;
}
/** Mails that wait, shared by every worker. Each call is committed before it returns. */
export interface MailQueue {
  /**
   * Takes at most `limit` due mails, passing over those that others hold. The claim ends by itself after
   * `claimSeconds`, so that mails of a process that was killed are sent by another. `domain` completes Message-IDs at the
   * first attempt.
   */
  claim(options: { limit: number; claimSeconds: number; domain: string }): Promise<ClaimedMail[]>;
  markSent(mail: ClaimedMail): Promise<void>;
  /** `retryInSeconds` null: nobody will try again. */
  markFailed(mail: ClaimedMail, error: string, retryInSeconds: number | null): Promise<void>;
  /** Where no mail server is configured: whatever waits is in the inbox only. Returns how many. */
  skipAll(): Promise<number>;
}

export type SendResult =
  /** The server took it. */
  | { outcome: 'accepted' }
  /** This address or message will never be taken. */
  | { outcome: 'refused'; error: string }
  /** The server, the network or the sign-in failed; worth another try. */
  | { outcome: 'failed'; error: string };
export interface MailSender {
  /** The domain of the sender's address. */
  domain: string;
  /** Ends within a minute, one way or the other; never throws. */
  send(mail: ClaimedMail): Promise<SendResult>;
}
