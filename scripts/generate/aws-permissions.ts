import { readPermissions } from '../../src/core/connectors/model/permission-table.ts';
import type { GeneratedFile } from './generated-file.ts';

const head = `# What Countersign may do in your AWS account

Written by \`npm run generate\` from \`src/core/connectors/model/permission-table.ts\`, which is also what the set-up page's
policies, the connection test and the reader go by.

Countersign assumes one role that you create, with an External ID that only this connector has. The role needs the
${readPermissions.length} read actions below and no more. Every one of them may be left out: then the named thing is not
read, everything else is, and what was not read is shown as not read, never as "no access".
`;

const features = ['IAM', 'Organizations', 'Identity Center'] as const;

const tableOf = (feature: (typeof features)[number]): string => {
  const rows = readPermissions
    .filter((permission) => permission.feature === feature)
    .map(({ action, neededFor, lost }) => `| \`${action}\` | ${neededFor} | ${lost} |`);
  return `## ${feature}\n\n| action | needed for | without it |\n| --- | --- | --- |\n${rows.join('\n')}\n`;
};

/** The actions we ask for, for whoever has to approve them. */
export const awsPermissions: GeneratedFile = {
  file: 'docs/aws-permissions.md',
  make: async () => `${head}\n${features.map(tableOf).join('\n')}`,
};
