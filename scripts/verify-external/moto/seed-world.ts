import type { Keys } from '../aws-cli/aws-cli.ts';
import { externalId } from '../aws-cli/connection.ts';
import { runProgram } from '../run-program.ts';

interface Named {
  id: string;
  name: string;
}
/** What seed.py prints: what boto3 was told it made. */
export interface Seeded {
  awsAccountId: string;
  organizationId: string;
  users: (Named & { arn: string })[];
  groups: (Named & { arn: string })[];
  members: { group: string; member: string }[];
  roles: (Named & { arn: string; trust: unknown })[];
  /** The AWS account's own, each with the document of its default version. */
  policies: (Named & { arn: string; document: unknown })[];
  /** By ARN, or an inline policy by its name with its document. */
  attachments: { principal: string; policy: string; document?: unknown }[];
  /** Of every IAM user; of an access key, whether it is active. */
  waysIn: { arn: string; hasPassword: boolean; hasMfa: boolean; accessKeys: boolean[] }[];
  samlProvider: string;
  oidcProvider: string;
  accounts: Named[];
  instanceArn: string;
  directoryUsers: (Named & { email: string })[];
  directoryGroups: Named[];
  directoryMembers: { group: string; member: string }[];
  permissionSets: (Named & { managed: string[]; inline: unknown; customer: { name: string; path: string }[] })[];
  assignments: { account: string; set: string; principal: string }[];
  /** A name for every id that AWS made up, the same in every world. */
  labels: Record<string, string>;
}

/** Whom the seeded role trusts: the product's role, as it is in the simulated AWS. */
const productArn = 'arn:aws:iam::905418227316:role/countersign-server';

/** Fills what answers as AWS at `url` through boto3, always with the same world. */
export async function seedWorld(python: string, url: string, keys: Keys): Promise<Seeded> {
  const script = new URL('seed.py', import.meta.url).pathname;
  const args = [script, url, keys.accessKeyId, keys.secretAccessKey, externalId, productArn];
  const ran = await runProgram(python, args);
  if (ran.exitCode !== 0) throw new Error(`seed.py failed:\n${ran.stderr}`);
  return JSON.parse(ran.stdout) as Seeded;
}
