import { globSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { furtherReadActions } from '../../../src/core/connectors/model/further-read-permissions.ts';
import { readActions } from '../../../src/core/connectors/model/permission-table.ts';
import { provisioningPermissions } from '../../../src/core/connectors/model/provisioning-permissions.ts';

const adapter = path.resolve(import.meta.dirname, '../../../src/adapters/aws');
const prefixes: Record<string, string> = {
  'client-cloudtrail': 'cloudtrail',
  'client-iam': 'iam',
  'client-identitystore': 'identitystore',
  'client-organizations': 'organizations',
  'client-sso-admin': 'sso',
  'client-sts': 'sts',
};

/**
 * Every operation the product uses: those of the permission tables, which docs/aws-permissions.md is generated from, and
 * whatever command the AWS adapter imports from the SDK, among them those that need no permission of the customer
 * (AssumeRole, GetCallerIdentity). A new one is here by itself.
 */
export function usedActions(): string[] {
  const found = new Set<string>([
    ...readActions,
    ...furtherReadActions,
    ...provisioningPermissions.map(({ action }) => action),
  ]);
  for (const file of globSync('**/*.ts', { cwd: adapter, exclude: (name) => name.endsWith('.test.ts') })) {
    const text = readFileSync(path.join(adapter, file), 'utf8');
    for (const [, names = '', client = ''] of text.matchAll(/import \{([^}]+)\} from '@aws-sdk\/([\w-]+)'/g)) {
      for (const [, name] of names.matchAll(/\b(\w+)Command\b/g)) found.add(`${prefixes[client] ?? client}:${name}`);
    }
  }
  return [...found].sort();
}
