import type { Member, Shape } from '../../../protocols/shape.ts';
import type { Json } from '../../../state/cloudtrail/trail-event.ts';

/** "requestParameters … maximum size of 100 KB" (CloudTrail record contents); what is longer is left out here. */
const LONGEST = 100 * 1024;
export const HIDDEN = 'HIDDEN_DUE_TO_SECURITY_REASONS';
/** How a service hides what its model calls sensitive. IAM and STS leave it out, which `undefined` stands for. */
const HIDDEN_BY: Readonly<Record<string, string | undefined>> = {
  'iam.amazonaws.com': undefined,
  'sts.amazonaws.com': undefined,
  'organizations.amazonaws.com': '****',
};
/** Not sensitive by their model, yet good for something to whoever reads the history. */
const SECRETS: ReadonlySet<string> = new Set([
  'SessionToken',
  'deviceCode',
  'AuthenticationCode1',
  'AuthenticationCode2',
]);

/** An input or output as CloudTrail shows it: names in lower camel case, secrets and what is known of people hidden. */
export function publishedMembers(shape: Shape, value: object | undefined, eventSource: string): Json | null {
  if (!value || shape.kind !== 'structure') return null;
  const hidden = eventSource in HIDDEN_BY ? HIDDEN_BY[eventSource] : HIDDEN;
  const members = structure(shape, value, hidden);
  const isLonger = JSON.stringify(members).length > LONGEST;
  return isLonger || Object.keys(members).length === 0 ? null : members;
}

function structure(shape: Shape, value: object, hidden: string | undefined): Json {
  const published: Record<string, unknown> = {};
  for (const [name, memberValue] of Object.entries(value)) {
    const member = shape.members.get(name);
    if (!member || memberValue === undefined) continue;
    const text = SECRETS.has(name) ? HIDDEN : shown(member, memberValue, hidden);
    if (text !== undefined) published[name.charAt(0).toLowerCase() + name.slice(1)] = text;
  }
  return published;
}

function shown({ shape, isSensitive }: Member, value: unknown, hidden: string | undefined): unknown {
  // A document has no model that could tell what is in it.
  if (isSensitive || shape.kind === 'document') return hidden;
  const { element } = shape;
  if (shape.kind === 'structure') return structure(shape, value as object, hidden);
  if (shape.kind === 'list' && element) return (value as unknown[]).map((item) => shown(element, item, hidden));
  if (shape.kind === 'map' && element) {
    return Object.fromEntries(
      Object.entries(value as object).map(([key, item]) => [key, shown(element, item, hidden)]),
    );
  }
  if (value instanceof Date) return shownInstant(value);
  return value instanceof Uint8Array ? Buffer.from(value).toString('base64') : value;
}

const INSTANT = new Intl.DateTimeFormat('en-US', {
  timeZone: 'UTC',
  month: 'short',
  day: 'numeric',
  year: 'numeric',
  hour: 'numeric',
  minute: '2-digit',
  second: '2-digit',
});

/** As in `Jul 1, 2026, 12:08:19 PM`. */
export function shownInstant(instant: Date): string {
  return INSTANT.format(instant).replace('\u202f', ' ');
}
