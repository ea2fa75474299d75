import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { Collection } from '../state/collection.ts';
import type { ManagedPolicy } from '../state/iam/iam-entities.ts';

/** AWS made its first managed policies on that day. */
const MADE_AT = Date.UTC(2015, 1, 6, 18, 39, 46);
const BASE32 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';

/**
 * AWS managed policies, by ARN path and name. The documents keep the original's meaning for the services simulated
 * here; the hundreds of other services in the real ones are left out.
 */
const documents = JSON.parse(readFileSync(new URL('./aws-managed-policies.json', import.meta.url), 'utf8')) as Record<
  string,
  unknown
>;

/** All of them, by ARN; each in one version. */
export const AWS_MANAGED_POLICIES = new Collection<ManagedPolicy>(
  (policy) => policy.arn,
  Object.entries(documents).map(([path, document]) => managedPolicy(path, JSON.stringify(document))),
);

export function awsManagedPolicy(arn: string): ManagedPolicy | undefined {
  return AWS_MANAGED_POLICIES.get(arn);
}

function managedPolicy(pathAndName: string, document: string): ManagedPolicy {
  const slash = pathAndName.lastIndexOf('/') + 1;
  const arn = `arn:aws:iam::aws:policy/${pathAndName}`;
  return {
    name: pathAndName.slice(slash),
    path: `/${pathAndName.slice(0, slash)}`,
    id: policyId(arn),
    arn,
    createdAt: MADE_AT,
    updatedAt: MADE_AT,
    versions: [{ id: 'v1', document, createdAt: MADE_AT }],
    defaultVersionId: 'v1',
    versionsMade: 1,
    tags: [],
  };
}

/** Not AWS's own ids, but the same in every world. */
function policyId(arn: string): string {
  const bytes = createHash('sha256').update(arn).digest().subarray(0, 17);
  return `ANPA${Array.from(bytes, (byte) => BASE32[byte % 32]).join('')}`;
}
