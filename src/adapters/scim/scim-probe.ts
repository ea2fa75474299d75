import type { AwsConnection } from '../../core/connectors/model/aws-connection.ts';
import type { Check } from '../../core/connectors/model/checklist.ts';
import type { ScimProbe } from '../../core/connectors/ports.ts';
import { scimTokenPurpose } from '../../core/connectors/steps/scim-token.ts';
import type { Secrets } from '../../core/shared/ports.ts';
import { askScim } from './ask-scim.ts';
import { ScimError } from './scim-error.ts';

/** A person waits; the same as for the other questions of the test. */
const timeoutMs = 9500;
const lost = 'Users are not read by the SCIM API, where the role may not list them.';
const line = { id: 'scim.token', group: 'SCIM', label: 'SCIM access token' } as const;

/** Asks for one user by the token. Never throws: every failure is a line of the checklist (CON-14). */
export const createScimProbe = (secrets: Secrets | null): ScimProbe => ({
  test: async (connection) => [await tokenCheck(secrets, connection)],
});

async function tokenCheck(
  secrets: Secrets | null,
  { connectorId, scimEndpoint, sealedScimToken }: AwsConnection,
): Promise<Check> {
  if (!scimEndpoint || !sealedScimToken) return { ...line, outcome: 'skipped', detail: 'There is no token yet.' };
  const token = opened(secrets, sealedScimToken, scimTokenPurpose(connectorId));
  if (token === null)
    return {
      ...line,
      outcome: 'fail',
      detail: 'The token that is kept cannot be opened: it was encrypted with another key.',
      lost,
      mend: 'Start Countersign with the key file it was kept with (COUNTERSIGN_SECRET_KEY_FILE), or enter the token again.',
    };
  const startedAt = performance.now();
  try {
    await askScim(`${scimEndpoint}Users?count=1`, token, AbortSignal.timeout(timeoutMs));
    return { ...line, outcome: 'pass', detail: `accepted, ${Math.round(performance.now() - startedAt)} ms` };
  } catch (error) {
    return { ...line, outcome: 'fail', lost, ...explained(error) };
  }
}

function opened(secrets: Secrets | null, sealed: string, purpose: string): string | null {
  try {
    return secrets?.open(sealed, purpose) ?? null;
  } catch {
    return null;
  }
}

function explained(error: unknown): Pick<Check, 'detail' | 'mend' | 'awsError'> {
  const awsError = error instanceof Error ? error.message : String(error);
  if (error instanceof ScimError && error.name === 'AccessDeniedException')
    return {
      detail: 'AWS does not accept the token for this endpoint.',
      awsError,
      mend: 'It was deleted, has expired (AWS’s tokens live one year) or belongs to another endpoint. Generate one in IAM Identity Center > Settings > Automatic provisioning, and enter it here.',
    };
  if (error instanceof ScimError && error.name === 'ThrottlingException')
    return { detail: 'AWS asked to slow down.', awsError, mend: 'Nothing to do: test again in a moment.' };
  if (error instanceof ScimError)
    return {
      detail: 'The endpoint answered, but not as IAM Identity Center does.',
      awsError,
      mend: 'Copy the endpoint again from IAM Identity Center > Settings > Automatic provisioning.',
    };
  return {
    detail: 'The SCIM endpoint could not be reached.',
    awsError,
    mend: 'Check that the server may reach it (DNS, proxy, firewall), and the region in it.',
  };
}
