import type { Connector, ConnectorSettings } from '../../../../api/types.ts';

/** What is typed of a token: in the state of the form only, and gone with it (CON-6). */
export interface ScimEntry {
  token: string;
  /** As a `date` field has it, in the viewer's zone; empty: a year from now. */
  expiresOn: string;
}
export const nothingEntered: ScimEntry = { token: '', expiresOn: '' };

/** As the server keeps it: host in lower case, one slash at the end. */
const kept = (endpoint: string | null | undefined): string | null => {
  const text = endpoint?.trim() || null;
  const [, origin = '', path = ''] = /^(https?:\/\/[^/\s]+)(\/\S*)$/i.exec(text ?? '') ?? [];
  return origin ? `${origin.toLowerCase()}${path.replace(/\/?$/, '/')}` : text;
};
export const isSameEndpoint = (a: string | null | undefined, b: string | null | undefined): boolean =>
  kept(a) === kept(b);

type Saved = Pick<Connector, 'scimEndpoint' | 'identityCenterRegion'>;
type ScimPart = Pick<ConnectorSettings, 'scimEndpoint' | 'scimToken' | 'scimTokenExpiresAt'>;

/**
 * What is sent of SCIM. The token only if one was typed: without it the server goes by the one it keeps. While SCIM is off
 * nothing that was typed is sent, and the endpoint stays as saved unless the region it is in was left.
 */
export function scimPartOf(values: ConnectorSettings, entry: ScimEntry, saved: Saved): ScimPart {
  if (!values.scimEnabled)
    return { scimEndpoint: values.identityCenterRegion === saved.identityCenterRegion ? saved.scimEndpoint : null };
  const token = entry.token.trim();
  return {
    scimEndpoint: values.scimEndpoint ?? null,
    ...(token !== '' && { scimToken: token }),
    // The first moment of that day: whoever is warned, is warned too early rather than too late.
    ...(token !== '' && entry.expiresOn !== '' && { scimTokenExpiresAt: dayStart(entry.expiresOn) }),
  };
}

const dayStart = (day: string) => new Date(`${day}T00:00:00`).toISOString();
