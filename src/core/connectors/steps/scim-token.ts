import type { Instant } from '../../shared/ports.ts';
import { Refusal } from '../../shared/refusal.ts';
import type { Connector } from '../model/connector.ts';
import type { ScimSettings } from '../model/scim-settings.ts';
import type { ConnectorPorts, ConnectorStores } from '../ports.ts';

/** As a person enters it: never stored, logged or shown as it is. */
export interface EnteredScimToken {
  text: string;
  /** As AWS's console shows it; null: a year from now, which is how long AWS's tokens live. */
  expiresAt: Instant | null;
}
/** What becomes of the token that is kept. */
export type ScimTokenChange =
  | { kind: 'keep' }
  | { kind: 'clear' }
  | { kind: 'replace'; sealed: string; expiresAt: Instant | null };

/** What can stand in the header that carries it (RFC 6750, 2.1); whoever sends another is told of it, with the token. */
const canBeSent = (text: string): boolean => /^[\x21-\x7e]+$/.test(text);

const yearMs = 365 * 24 * 3600 * 1000;

/** Bound to the connector: another one's row does not open with it. */
export const scimTokenPurpose = (connectorId: string): string => `connector ${connectorId}: scim-token`;

/**
 * What saving or testing these settings makes of the token: a new one is sealed; one of another endpoint is cleared, since
 * AWS issued it for a tenant (CON-6). Refuses `scim-token-missing`, `scim-token-invalid` and
 * `secret-key-missing`.
 */
export const changeOfScimToken = (
  { secrets }: Pick<ConnectorPorts, 'secrets'>,
  before: Connector,
  after: ScimSettings,
  entered: EnteredScimToken | null,
): ScimTokenChange => {
  if (entered) {
    if (!secrets)
      throw new Refusal(
        'unavailable',
        'secret-key-missing',
        'A token is kept encrypted only, and this installation has no key for that: set COUNTERSIGN_SECRET_KEY_FILE.',
        { field: 'scimToken' },
      );
    if (!canBeSent(entered.text))
      throw new Refusal(
        'invalid',
        'scim-token-invalid',
        'A token has letters, digits and signs only: copy it again from IAM Identity Center, whole and by itself.',
        { field: 'scimToken' },
      );
    const sealed = secrets.seal(entered.text, scimTokenPurpose(before.id));
    return { kind: 'replace', sealed, expiresAt: entered.expiresAt };
  }
  const isOther = after.scimEndpoint !== before.scimEndpoint;
  if (after.scimEnabled && (isOther || before.sealedScimToken === null))
    throw new Refusal(
      'invalid',
      'scim-token-missing',
      isOther && before.sealedScimToken !== null
        ? 'The token that is kept belongs to the earlier endpoint. Enter the one of this endpoint.'
        : 'Enter the access token of this endpoint.',
      { field: 'scimToken' },
    );
  return isOther && before.sealedScimToken !== null ? { kind: 'clear' } : { kind: 'keep' };
};

/** The token that the settings would have then. */
export const tokenAfter = (before: Connector, change: ScimTokenChange): string | null =>
  change.kind === 'replace' ? change.sealed : change.kind === 'clear' ? null : before.sealedScimToken;

/** In the transaction that saves the settings. Refuses `scim-token-expired`. */
export const saveScimToken = async (
  { connectors }: Pick<ConnectorStores, 'connectors'>,
  connector: Connector,
  change: ScimTokenChange,
  now: Instant,
): Promise<void> => {
  if (change.kind === 'keep') return;
  if (change.kind === 'clear') return connectors.saveScimToken(connector.id, null);
  const nowMs = Date.parse(now);
  const expiresAt = change.expiresAt ?? new Date(nowMs + yearMs).toISOString();
  // A day of grace: people copy a date, not an instant.
  if (expiresAt <= now || Date.parse(expiresAt) > nowMs + yearMs + yearMs / 365)
    throw new Refusal(
      'invalid',
      'scim-token-expired',
      'AWS’s tokens live one year: enter the date that IAM Identity Center shows beside the token, or none.',
      { field: 'scimTokenExpiresAt' },
    );
  await connectors.saveScimToken(connector.id, { sealed: change.sealed, savedAt: now, expiresAt });
};
