import { setupDocuments } from '../../../src/core/connectors/model/setup/setup-documents.ts';
import type { AwsCli, Keys, Seen } from './aws-cli.ts';

export const externalId = 'verify-external-0123456789abcdef';
export const sessionName = 'verify';

/** The set-up page's documents for the caller whom the product is here. */
export function documentsFor(callerArn: string) {
  const [, accountId, role] = /^arn:aws:sts::(\d{12}):assumed-role\/([^/]+)\//.exec(callerArn) ?? [];
  return setupDocuments({ principalArn: `arn:aws:iam::${accountId}:role/${role}`, externalId });
}

export const assumeRole = (aws: AwsCli, keys: Keys, arn: string, ...external: string[]): Promise<Seen> =>
  aws.run(keys, 'sts', 'assume-role', '--role-arn', arn, '--role-session-name', sessionName, ...external);

interface Assumed {
  Credentials: { AccessKeyId: string; SecretAccessKey: string; SessionToken: string };
  AssumedRoleUser: { Arn: string };
}
/** What assume-role printed. */
export function sessionIn({ stdout, stderr }: Seen): { arn: string; keys: Keys } {
  if (stdout === '') throw new Error(`sts assume-role: ${stderr}`);
  const { Credentials: given, AssumedRoleUser: who } = JSON.parse(stdout) as Assumed;
  const { AccessKeyId: accessKeyId, SecretAccessKey: secretAccessKey, SessionToken: sessionToken } = given;
  return { arn: who.Arn, keys: { accessKeyId, secretAccessKey, sessionToken } };
}
