import type { RefusalCodes } from '../shared/refusal-code.ts';

export const refusalCodes: RefusalCodes = {
  'connector-not-found': { kind: 'not-found', meaning: 'No such connector, or you may not see it.' },
  'connector-not-yours': { kind: 'forbidden', meaning: 'Only its owners and Super Administrators may do this.' },
  'run-not-found': { kind: 'not-found', meaning: 'This connector has no such sync run.' },
  'owner-unknown': { kind: 'invalid', meaning: 'A named owner is not in the directory, or has left.' },
  'owner-lacks-role': { kind: 'invalid', meaning: 'A named owner is not a Connector Administrator; facts name them.' },
  'application-unknown': { kind: 'invalid', meaning: 'There is no such application.' },
  'application-name-taken': { kind: 'conflict', meaning: 'Another application has this name.' },
  'role-arn-invalid': { kind: 'invalid', meaning: 'Not the ARN of an IAM role in a supported partition.' },
  'identity-center-region-missing': { kind: 'invalid', meaning: 'Identity Center is on and has no region.' },
  'identity-center-region-unknown': { kind: 'invalid', meaning: 'The region is not one of the partition.' },
  'member-role-name-invalid': { kind: 'invalid', meaning: 'Not a name that a role in every AWS account can have.' },
  'member-role-needs-organizations': {
    kind: 'invalid',
    meaning: 'Other AWS accounts are read with AWS Organizations support only (CON-11).',
  },
  'scim-needs-identity-center': { kind: 'invalid', meaning: 'SCIM is on and Identity Center is off.' },
  'scim-endpoint-missing': { kind: 'invalid', meaning: 'SCIM is on and has no endpoint.' },
  'scim-endpoint-invalid': {
    kind: 'invalid',
    meaning: 'Not the SCIM endpoint of IAM Identity Center in the region of the connector (CON-6).',
  },
  'scim-token-missing': { kind: 'invalid', meaning: 'SCIM is on and there is no token of this endpoint.' },
  'scim-token-invalid': { kind: 'invalid', meaning: 'The token has characters that no token of AWS has (CON-6).' },
  'scim-token-expired': { kind: 'invalid', meaning: 'The instant at which the token ends is over, or too far away.' },
  'secret-key-missing': {
    kind: 'unavailable',
    meaning: 'Secrets are kept encrypted, and COUNTERSIGN_SECRET_KEY_FILE is not set (SEC-4).',
  },
  'not-management-account': {
    kind: 'invalid',
    meaning: 'Organizations support is on and the role is in a member AWS account (CON-7).',
  },
  'coverage-taken': {
    kind: 'conflict',
    meaning: 'Another connector, named in the facts, reads this already (CON-18).',
  },
  'connector-covers-other-account': {
    kind: 'conflict',
    meaning: 'The connector has read another AWS account, and its history stays with it (CON-18).',
  },
  'connector-busy': {
    kind: 'unavailable',
    meaning: 'A sync run is being published. Nothing was changed; try again.',
  },
  'connector-in-use': {
    kind: 'conflict',
    meaning:
      'Leases, requests or changes in AWS go on through the connector; the facts count and name them. They end first (CON-15).',
  },
  'connector-deleted': {
    kind: 'conflict',
    meaning: 'The connector that this needs was deleted a moment ago (CON-15).',
  },
  'changed-meanwhile': { kind: 'conflict', meaning: 'Somebody saved after you read (HTTP 412). Reload.' },
  'connector-not-set-up': { kind: 'conflict', meaning: 'There is no role ARN yet.' },
  'connector-held': {
    kind: 'conflict',
    meaning:
      'A sync waits for a person, since it would remove much (CON-13). Discard or confirm it before syncing anew.',
  },
  'schedule-invalid': { kind: 'invalid', meaning: 'Not a cron expression of five fields, or one that never comes.' },
  'time-zone-missing': { kind: 'invalid', meaning: 'A cron expression needs the time zone that it is in.' },
  'time-zone-unknown': { kind: 'invalid', meaning: 'Not a time zone of the IANA database.' },
  'service-identity-unknown': { kind: 'unavailable', meaning: 'The product does not know who it is in AWS (CON-17).' },
};
