import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { assumeMembersOwnPolicy, defaultMemberRoleName } from '../../src/core/connectors/model/setup/member-role.ts';
import { memberRoleDocuments } from '../../src/core/connectors/model/setup/member-role-documents.ts';
import { furtherReadOwnPolicy, provisioningOwnPolicy } from '../../src/core/connectors/model/setup/own-policies.ts';
import { ownPolicyDocuments } from '../../src/core/connectors/model/setup/own-policy-documents.ts';
import { setupDocuments } from '../../src/core/connectors/model/setup/setup-documents.ts';
import { stackSetDocuments } from '../../src/core/connectors/model/setup/stack-set-documents.ts';
import { type Comparison, compared, type Findings, type Missing, type Section } from './comparison.ts';
import { runProgram } from './run-program.ts';

const principal = {
  principalArn: 'arn:aws:iam::905418227316:role/countersign-server',
  externalId: 'verify-external-0123456789abcdef',
};
const role = { roleName: 'Countersign', partition: 'aws' } as const;
const member = {
  partition: 'aws',
  roleName: `path/${defaultMemberRoleName}`,
  connectorRoleArn: 'arn:aws:iam::905418227316:role/Countersign',
  memberExternalId: 'verify-external-fedcba9876543210',
} as const;
const organizations = [
  { of: '', organizationId: 'o-exampleorgid' },
  { of: ' of an organization not known yet', organizationId: null },
];
const documents = [
  { name: 'what the product reads', ...setupDocuments(principal) },
  { name: 'what it reads, with the further policy', ...setupDocuments({ ...principal, furtherReading: true }) },
  { name: 'the further policy by itself', ...ownPolicyDocuments(furtherReadOwnPolicy(), role) },
  { name: 'what it changes', ...ownPolicyDocuments(provisioningOwnPolicy('aws'), role) },
  {
    name: 'its way into other AWS accounts',
    ...ownPolicyDocuments(assumeMembersOwnPolicy('aws', defaultMemberRoleName), role),
  },
  ...organizations.flatMap(({ of, organizationId }) => {
    const { terraform, template: cloudFormation } = stackSetDocuments({ ...member, organizationId });
    return [
      { name: `the role in another AWS account${of}`, ...memberRoleDocuments({ ...member, organizationId }) },
      { name: `the role in all of them${of}`, terraform, cloudFormation },
    ];
  }),
];

interface Judge {
  program: string;
  version: string[];
  file: string;
  of: 'terraform' | 'cloudFormation';
  args: string[];
}
// terraform validate would need the AWS provider, which is not fetched for this.
const judges: Judge[] = [
  { program: 'cfn-lint', version: ['--version'], file: 'template.yaml', of: 'cloudFormation', args: ['--'] },
  { program: 'terraform', version: ['version'], file: 'main.tf', of: 'terraform', args: ['fmt', '-check', '-diff'] },
];

/** The set-up page's templates by the tools that customers check theirs with, where these are at hand. */
export async function judgeTemplates(): Promise<Findings> {
  const folder = mkdtempSync(path.join(tmpdir(), 'verify-external-'));
  const sections: Section[] = [];
  const missing: Missing[] = [];
  try {
    for (const judge of judges) {
      const { exitCode, stdout } = await runProgram(judge.program, judge.version);
      const [version] = stdout.split('\n');
      if (exitCode !== 0)
        missing.push({
          judge: judge.program,
          reason: `there is no \`${judge.program}\` on the PATH`,
          isOptional: true,
        });
      else sections.push({ title: `${version}: the set-up page`, comparisons: await judged(judge, folder) });
    }
    return { sections, missing };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

async function judged({ program, file, of, args }: Judge, folder: string): Promise<Comparison[]> {
  const comparisons: Comparison[] = [];
  for (const document of documents) {
    const at = path.join(folder, file);
    writeFileSync(at, document[of]);
    const { exitCode, stdout, stderr } = await runProgram(program, [...args, at]);
    const isFine = exitCode === 0;
    comparisons.push(
      compared(`${program} finds nothing in ${document.name}`, isFine ? undefined : `${stdout}${stderr}`.trim()),
    );
  }
  return comparisons;
}
