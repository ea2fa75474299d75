/** How the holder of a permission set gets in (REQ-6). */
export interface HowToUse {
  portalUrl: string | null;
  cliProfile: string | null;
}
export interface UseFacts {
  partition: string | null;
  region: string | null;
  identityStoreId: string | null;
  /** Null for a group of Identity Center: what it opens is in the portal. */
  assignment: { awsAccountId: string; awsAccountName: string; permissionSet: string } | null;
}

/**
 * The access portal by the identity store's id, which AWS always answers; an organization may have given the portal a
 * name of its own, which no API tells. Null outside partition `aws`, whose portals have other addresses.
 */
export function howToUse({ partition, region, identityStoreId, assignment }: UseFacts): HowToUse {
  if (identityStoreId === null || (partition ?? 'aws') !== 'aws') return { portalUrl: null, cliProfile: null };
  const start = `https://${identityStoreId}.awsapps.com/start`;
  if (!assignment) return { portalUrl: start, cliProfile: null };
  const { awsAccountId, awsAccountName, permissionSet } = assignment;
  const query = `account_id=${awsAccountId}&role_name=${encodeURIComponent(permissionSet)}`;
  return {
    portalUrl: `${start}/#/console?${query}`,
    cliProfile: [
      '# For ~/.aws/config. If your access portal has an address with a name of its own, use that as sso_start_url.',
      `[profile ${profileName(awsAccountName)}-${profileName(permissionSet)}]`,
      'sso_session = countersign',
      `sso_account_id = ${awsAccountId}`,
      `sso_role_name = ${permissionSet}`,
      ...(region ? [`region = ${region}`] : []),
      '',
      '[sso-session countersign]',
      `sso_start_url = ${start}`,
      ...(region ? [`sso_region = ${region}`] : []),
      'sso_registration_scopes = sso:account:access',
      '',
    ].join('\n'),
  };
}

/** A profile's name without what a shell or the configuration's syntax would read otherwise. */
const profileName = (name: string): string => name.replaceAll(/[^\w.-]+/g, '-');
