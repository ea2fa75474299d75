import { readFileSync } from 'node:fs';
import Handlebars from 'handlebars';
import type { ClaimedMail, NotificationKind } from '../../core/notifications/ports.ts';

const template = (name: string, noEscape: boolean) =>
  Handlebars.compile(readFileSync(new URL(`./templates/${name}`, import.meta.url), 'utf8'), {
    strict: true,
    noEscape,
    knownHelpersOnly: true,
  });
const text = template('message.text.hbs', true);
const html = template('message.html.hbs', false);

/** What the one button says. */
const actions: Record<NotificationKind, string> = {
  invitation: 'Sign in',
  'role-changed': 'Open Countersign',
  'connector-setup': 'Continue the set-up',
  'connector-deleted': 'See what it was',
  'approval-needed': 'Approve or deny',
  'approval-reminder': 'Approve or deny',
  delegation: 'See what waits',
  'request-decided': 'See the request',
  'lease-active': 'Use the access',
  'lease-ending-soon': 'Extend or give back',
  'lease-ended': 'See what ended',
  'review-waiting': 'Review',
  'review-reminder': 'Review',
  'provisioning-stuck': 'See what is stuck',
  'manual-task': 'See what to do',
  'sync-held': 'See what would vanish',
  'sync-failing': 'See what is wrong',
  'scim-token-ending': 'Open the connector',
  'sync-healed': 'See the connector',
};

/** Control characters end headers and lines; a title is one line of text. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: these are the characters that must not get through
const oneLine = (value: string): string => value.replace(/[\u0000-\u001f\u007f-\u009f\u2028\u2029]+/g, ' ').trim();

/** Subject, text and HTML of one message; every link begins with `publicUrl`. */
export const renderMail = (mail: Pick<ClaimedMail, 'kind' | 'title' | 'body' | 'link'>, publicUrl: string) => {
  const base = publicUrl.replace(/\/+$/, '');
  const title = oneLine(mail.title);
  const facts = {
    title,
    paragraphs: mail.body
      .split(/[\r\n]+/)
      .map(oneLine)
      .filter(Boolean),
    url: `${base}${mail.link}`,
    inboxUrl: `${base}/inbox`,
    action: actions[mail.kind] ?? 'Open',
  };
  return { subject: title, text: text(facts), html: html(facts) };
};
