import type { AwsPartition } from '../aws-regions.ts';
import { furtherReadPermissions } from '../further-read-permissions.ts';
import { readPermissions } from '../permission-table.ts';
import type { OwnPolicy } from './own-policy-documents.ts';
import type { PolicyDocument } from './policy-texts.ts';
import { type Trust, trustDocument } from './role-texts.ts';

/** What the documents call the role where a connector has no name for it yet. */
export const defaultMemberRoleName = 'CountersignMember';
export const memberReadPolicyName = 'CountersignMemberRead';

/**
 * What may be read in another AWS account of the organization (CON-11): what the two tables have of IAM. Organizations and
 * Identity Center are read from one place, and nothing is ever changed there.
 */
export const memberReadPermissions = [...readPermissions, ...furtherReadPermissions].filter(
  ({ feature }) => feature === 'IAM',
);

export const memberReadPolicy = (): PolicyDocument => ({
  Version: '2012-10-17',
  Statement: [
    {
      Sid: memberReadPolicyName,
      Effect: 'Allow',
      Action: memberReadPermissions.map(({ action }) => action),
      Resource: '*',
    },
  ],
});

/** What the role asks for; each text of it writes these as its language does. */
export interface MemberTrust {
  connectorRoleArn: string;
  memberExternalId: string;
  organizationId: string;
}

/**
 * Only the connector's role, with this connector's member External ID, and only while that role belongs to the
 * organization: an AWS account that leaves shuts Countersign out, and so does a connector's AWS account that leaves.
 */
export const memberTrust = ({ connectorRoleArn, memberExternalId, organizationId }: MemberTrust): Trust => ({
  principal: connectorRoleArn,
  conditions: { 'aws:PrincipalOrgID': organizationId, 'sts:ExternalId': memberExternalId },
});
export const memberTrustPolicy = (trust: MemberTrust) => trustDocument(memberTrust(trust));

/** `path/Name` as IAM takes it apart: the path with both slashes, null without one. */
export const pathAndName = (roleName: string): { path: string | null; name: string } => {
  const at = roleName.lastIndexOf('/') + 1;
  return { path: at === 0 ? null : `/${roleName.slice(0, at)}`, name: roleName.slice(at) };
};

export const assumeMembersPolicyName = 'CountersignAssumeMembers';
export const assumeMembersPermissions = [
  {
    action: 'sts:AssumeRole',
    neededFor: 'IAM of the other AWS accounts of the organization',
    lost: 'IAM of the other AWS accounts is not read: each of them is shown as out of reach.',
  },
];

/** What lets the connector's role into the roles of that name, and into no other. */
export const assumeMembersOwnPolicy = (partition: AwsPartition, memberRoleName: string): OwnPolicy => ({
  name: assumeMembersPolicyName,
  policy: {
    Version: '2012-10-17',
    Statement: [
      {
        Sid: assumeMembersPolicyName,
        Effect: 'Allow',
        Action: assumeMembersPermissions.map(({ action }) => action),
        Resource: `arn:${partition}:iam::*:role/${asItStands(memberRoleName)}`,
      },
    ],
  },
  description: 'What lets Countersign into its role in each other AWS account of the organization',
});

// A path may hold what is a pattern in a policy: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html
const asItStands = (text: string) => text.replace(/[*?$]/g, (character) => `\${${character}}`);
