import { retryDelaySeconds } from './model/retry-delay.ts';
import type { ClaimedMail, MailQueue, MailSender } from './ports.ts';

export interface SendDueMailPorts {
  queue: MailQueue;
  /** Null where no mail server is configured. */
  sender: MailSender | null;
}
export interface SendDueMail {
  /** Asked between mails: true lets the run end early; what is left is sent by the next. */
  isStopping?: () => boolean;
  claimSeconds?: number;
}
export interface SendDueMailCounts {
  sent: number;
  /** To be tried again later. */
  failed: number;
  refused: number;
  skipped: number;
}

/** As many mails as are sent at the same time: the sender's connections, and what one killed process holds back. */
const batchSize = 5;
/** Longer than a send can take (MailSender), so that two processes never hold one mail. */
const defaultClaimSeconds = 120;

/**
 * Sends every mail that is due, batch after batch, until none is left (NOT-1). Each mail is claimed in the database,
 * handed to the mail server, and marked: a process that dies in between leaves it claimed, and another sends it again
 * under the same Message-ID. Nothing is sent twice but then.
 */
export const sendDueMail = async (ports: SendDueMailPorts, command: SendDueMail = {}): Promise<SendDueMailCounts> => {
  const { queue, sender } = ports;
  const counts: SendDueMailCounts = { sent: 0, failed: 0, refused: 0, skipped: 0 };
  if (sender === null) return { ...counts, skipped: await queue.skipAll() };
  const { claimSeconds = defaultClaimSeconds, isStopping = () => false } = command;
  while (!isStopping()) {
    const mails = await queue.claim({ limit: batchSize, claimSeconds, domain: sender.domain });
    if (mails.length === 0) break;
    // All are reported before an error is thrown: one that could not be marked must not hide the others.
    const outcomes = await Promise.allSettled(mails.map((mail) => sendOne(queue, sender, mail)));
    for (const outcome of outcomes) {
      if (outcome.status === 'rejected') throw outcome.reason;
      counts[outcome.value] += 1;
    }
  }
  return counts;
};

const sendOne = async (
  queue: MailQueue,
  sender: MailSender,
  mail: ClaimedMail,
): Promise<'sent' | 'failed' | 'refused'> => {
  const result = await sender.send(mail);
  if (result.outcome === 'accepted') {
    await queue.markSent(mail);
    return 'sent';
  }
  const delay = result.outcome === 'refused' ? null : retryDelaySeconds(mail.attempt);
  await queue.markFailed(mail, result.error, delay);
  return delay === null ? 'refused' : 'failed';
};
