import type { Json } from '../../../state/cloudtrail/trail-event.ts';
import { HIDDEN, shownInstant } from './parameters.ts';

/** What AWS shows of a SCIM body: its form and ids, and nothing that is known of a person or group. */
const SHOWN: ReadonlySet<string> = new Set(['schemas', 'id', 'tenantId', 'op', 'path', 'resourceType']);
/** What the simulator made of the request, and nobody sent. */
const OWN: ReadonlySet<string> = new Set(['isPaged']);
const INSTANTS: ReadonlySet<string> = new Set(['created', 'lastModified']);

/** A SCIM request's parts, or an answer's body, as CloudTrail shows them ("Logging SCIM API calls"). */
export function publishedScim(value: object | undefined): Json | null {
  return value ? members(value) : null;
}

function members(value: object): Json {
  const sent = Object.entries(value).filter(([name]) => !OWN.has(name));
  const published = sent.map(([name, member]) => [name.charAt(0).toLowerCase() + name.slice(1), publish(name, member)]);
  return Object.fromEntries(published);
}

function publish(name: string, value: unknown): unknown {
  if (Array.isArray(value)) return value.map((item) => publish(name, item));
  if (typeof value === 'object' && value !== null) return members(value);
  if (typeof value !== 'string') return value;
  // A path may select by a value: members[value eq "…"].
  if (SHOWN.has(name) && !value.includes('"')) return value;
  // In a request it is any text.
  return INSTANTS.has(name) && !Number.isNaN(Date.parse(value)) ? shownInstant(new Date(value)) : HIDDEN;
}
