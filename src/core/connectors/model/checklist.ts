/** One line of Test connection (CON-7): what was tried, what AWS answered, what is lost without it, how to mend it. */
export interface Check {
  /** Stable key, e.g. `trust.assume-role`, `trust.refused-without-external-id`, `organizations.management`, `action.iam:GetGroup`. */
  id: string;
  group: 'Trust' | 'Organizations' | 'IAM' | 'Identity Center' | 'SCIM' | 'Other AWS accounts';
  label: string;
  /** `skipped`: not tried, because the feature is off or something before it failed; `detail` says which. */
  outcome: 'pass' | 'fail' | 'not-granted' | 'skipped';
  /** On pass a fact worth showing ("12 AWS accounts", "142 ms"); otherwise why. */
  detail: string;
  action?: string;
  /** An action beyond the minimum read policy: where it is not granted, the named thing is lost and nothing is wrong. */
  isOptional?: true;
  /** AWS's own sentence, exactly. */
  awsError?: string;
  lost?: string;
  mend?: string;
}

export type CallerPlace = 'management' | 'delegated-administrator' | 'member' | 'no-organization' | 'unknown';

export interface Checklist {
  checks: Check[];
  /** Could the role be assumed at all? */
  isReachable: boolean;
  place: CallerPlace;
  awsAccountId: string | null;
  managementAwsAccountId: string | null;
  organizationId: string | null;
  identityCenterInstanceArn: string | null;
  identityStoreId: string | null;
  /** Set when nothing could be read: the reason that goes on the connector. */
  failure: { code: string; message: string; mend: string; awsError?: string; isTransient: boolean } | null;
}
