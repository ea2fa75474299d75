import { Refusal } from '../../shared/refusal.ts';
import { type AwsPartition, partitionOfRegion } from './aws-regions.ts';

/** Identity Center's SCIM API, beside the role (CON-6): its token is a secret and is kept apart. */
export interface ScimSettings {
  scimEnabled: boolean;
  /** `https://scim.<region>.amazonaws.com/<tenant>/scim/v2/` */
  scimEndpoint: string | null;
}

/** What AWS calls the domain of a partition: https://docs.aws.amazon.com/general/latest/gr/rande.html */
const domains: Record<AwsPartition, string> = {
  aws: 'amazonaws.com',
  'aws-us-gov': 'amazonaws.com',
  'aws-cn': 'amazonaws.com.cn',
  'aws-eusc': 'amazonaws.eu',
};
const tenantPath = /^\/[0-9a-z]{8,11}(?:-[0-9a-z]{4}){3}-[0-9a-z]{12}\/scim\/v2\/?$/i;

/**
 * Checks the endpoint before anything is sent to it: the server would bring a token to whatever stands there, so that
 * nothing but AWS's own hosts is taken, and outside the demo nothing else at all. `simulatedOrigin` is the simulated AWS.
 * Refuses `scim-needs-identity-center`, `scim-endpoint-missing`, `scim-endpoint-invalid`, each with its field.
 */
export const validScim = (
  settings: ScimSettings & { identityCenterEnabled: boolean; identityCenterRegion: string | null },
  simulatedOrigin: string | null,
): ScimSettings => {
  const { scimEnabled } = settings;
  const text = settings.scimEndpoint?.trim() || null;
  if (scimEnabled && !settings.identityCenterEnabled)
    throw new Refusal(
      'invalid',
      'scim-needs-identity-center',
      'The SCIM API is a part of IAM Identity Center: turn its support on first.',
      { field: 'scimEnabled' },
    );
  if (text === null) {
    if (!scimEnabled) return { scimEnabled, scimEndpoint: null };
    throw new Refusal(
      'invalid',
      'scim-endpoint-missing',
      'Enter the SCIM endpoint. IAM Identity Center shows it under Settings > Automatic provisioning.',
      { field: 'scimEndpoint' },
    );
  }
  return { scimEnabled, scimEndpoint: endpointOf(text, settings.identityCenterRegion, simulatedOrigin) };
};

function endpointOf(text: string, region: string | null, simulatedOrigin: string | null): string {
  const [, origin = '', path = ''] = /^(https?:\/\/[^/\s]+)(\/\S*)$/i.exec(text) ?? [];
  const partition = region === null ? null : partitionOfRegion(region);
  const host = region === null || partition === null ? null : `scim.${region}.${domains[partition]}`;
  // Compared whole: neither port nor user can stand beside the host.
  const isAllowed = host !== null && origin.toLowerCase() === `https://${host}`;
  const isSimulated = simulatedOrigin !== null && origin.toLowerCase() === simulatedOrigin;
  if (!(isAllowed || isSimulated) || !tenantPath.test(path))
    throw new Refusal(
      'invalid',
      'scim-endpoint-invalid',
      host === null
        ? 'Choose the region of IAM Identity Center first: the endpoint is in it.'
        : `The endpoint looks like https://${host}/<tenant id>/scim/v2/ and nothing else: copy it from IAM Identity Center > Settings > Automatic provisioning.`,
      { field: 'scimEndpoint', facts: { host } },
    );
  return `${origin.toLowerCase()}${path.replace(/\/?$/, '/')}`;
}
