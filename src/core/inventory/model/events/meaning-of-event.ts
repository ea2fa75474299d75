import type { AwsEvent } from './aws-event.ts';
import { directoryEvents, identityStoreEvents, scimEvents } from './directory-events.ts';
import { iamEvents } from './iam-events.ts';
import { identityCenterEvents } from './identity-center-events.ts';
import { organizationsEvents } from './organizations-events.ts';
import { type Meaning, nothing, type Read } from './touched.ts';

const tables: Record<string, Record<string, Read>> = {
  'sso.amazonaws.com': identityCenterEvents,
  'sso-directory.amazonaws.com': directoryEvents,
  'identitystore.amazonaws.com': identityStoreEvents,
  'identitystore-scim.amazonaws.com': scimEvents,
  'iam.amazonaws.com': iamEvents,
  'organizations.amazonaws.com': organizationsEvents,
};

/** Services whose facts we read; an event of any other is none of ours. */
export const isOfServiceRead = (source: string): boolean => Object.hasOwn(tables, source);

/**
 * What an event may have changed. Null: of a service that we read, and its name says nothing to us; it is counted and
 * shown, and the next full run reads whatever it was.
 */
export function meaningOf(event: AwsEvent): Meaning | null {
  const table = tables[event.source];
  if (!table || event.isRefused) return nothing;
  return Object.hasOwn(table, event.name) ? (table[event.name] as Read)(event) : null;
}
