import {
  furtherReadPermissions,
  furtherReadPolicyName,
} from '../../src/core/connectors/model/further-read-permissions.ts';
import { readPermissions } from '../../src/core/connectors/model/permission-table.ts';
import {
  provisioningPermissions,
  provisioningPolicyName,
} from '../../src/core/connectors/model/provisioning-permissions.ts';
import {
  assumeMembersPermissions,
  assumeMembersPolicyName,
  defaultMemberRoleName,
  memberReadPermissions,
  memberReadPolicyName,
} from '../../src/core/connectors/model/setup/member-role.ts';
import type { GeneratedFile } from './generated-file.ts';

const head = `# What Countersign may do in your AWS account

Written by \`npm run generate\` from \`src/core/connectors/model/permission-table.ts\`, \`further-read-permissions.ts\` and
\`provisioning-permissions.ts\`, which are also what the set-up page's policies, the connection test and the reader go by.

Countersign assumes one role that you create, with an External ID that only this connector has. The role needs the
${readPermissions.length} read actions below and no more. Every one of them may be left out: then the named thing is not
read, everything else is, and what was not read is shown as not read, never as "no access". Three policies can be added, each
by itself: one [to read further](#reading-further-a-policy-of-its-own), which is recommended, one to read
[IAM of the other AWS accounts](#iam-of-the-other-aws-accounts-a-role-in-each) of an organization, and one
[to change AWS](#changing-aws-a-policy-of-its-own).
`;

const features = ['IAM', 'Organizations', 'Identity Center'] as const;

const tableOf = (feature: (typeof features)[number]): string => {
  const rows = readPermissions
    .filter((permission) => permission.feature === feature)
    .map(({ action, neededFor, lost }) => `| \`${action}\` | ${neededFor} | ${lost} |`);
  return `## ${feature}\n\n| action | needed for | without it |\n| --- | --- | --- |\n${rows.join('\n')}\n`;
};

const further = `## Reading further: a policy of its own

Who has access is complete with the actions above. Give the role the policy \`${furtherReadPolicyName}\` of the set-up page as
well to see what policies allow, when access was last used and who changed what, and to read a large organization in fewer
AWS calls. It only reads. Attach it with the role or at any time later; the connection test tries each of its actions, and
the next sync uses what is granted. Each action may be left out by itself, and the policy can go again without touching the
read policy: then what it gave is shown as not read.

| action | needed for | without it |
| --- | --- | --- |
${furtherReadPermissions.map(({ action, neededFor, lost }) => `| \`${action}\` | ${neededFor} | ${lost} |`).join('\n')}

Not every place answers all of them: AWS takes \`sso:ListAccountAssignmentsForPrincipal\` from the management account only, not
from a delegated administrator. The connection test says so then.
`;

const members = `## IAM of the other AWS accounts: a role in each

Organizations and Identity Center are read from one AWS account, IAM only from within each. Where IAM of the whole organization
is to be read, every other AWS account has a role of the same name, \`${defaultMemberRoleName}\` unless you choose another. It
trusts the connector's role and nobody else, only with the member External ID of this connector, and only while that role
belongs to your organization (\`aws:PrincipalOrgID\`). Its policy \`${memberReadPolicyName}\` holds the ${memberReadPermissions.length} actions of both
tables that concern IAM, and nothing that changes anything:

| action | needed for | without it, of that AWS account |
| --- | --- | --- |
${memberReadPermissions.map(({ action, neededFor, lost }) => `| \`${action}\` | ${neededFor} | ${lost} |`).join('\n')}

The connector's role needs one action more, in the policy \`${assumeMembersPolicyName}\`, on roles of that name and on no other:

| action | needed for | without it |
| --- | --- | --- |
${assumeMembersPermissions.map(({ action, neededFor, lost }) => `| \`${action}\` | ${neededFor} | ${lost} |`).join('\n')}

How to deploy them: [operations](operations.md#iam-of-the-other-aws-accounts). Why it is done this way:
[decision 17](decisions/0017-other-aws-accounts-are-entered-from-the-connectors-role.md).
`;

const changes = `## Changing AWS: a policy of its own

Only where Countersign is to give and take access itself: switch provisioning on for the connector and attach the policy
\`${provisioningPolicyName}\` of the set-up page beside the read policy. Without it every change becomes a task for a person,
with exact instructions. The iam: actions on roles and SAML providers are limited to Identity Center's own
(\`role/aws-reserved/sso.amazonaws.com/*\`, \`saml-provider/AWSSSO_*\`).

| action | needed for | without it |
| --- | --- | --- |
${provisioningPermissions.map(({ action, feature, lost }) => `| \`${action}\` | ${feature} | ${lost} |`).join('\n')}
`;

/** The actions we ask for, for whoever has to approve them. */
export const awsPermissions: GeneratedFile = {
  file: 'docs/aws-permissions.md',
  make: async () => `${head}\n${features.map(tableOf).join('\n')}\n${further}\n${members}\n${changes}`,
};
