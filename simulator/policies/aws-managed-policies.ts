import { readFileSync } from 'node:fs';

export interface AwsManagedPolicy {
  readonly name: string;
  readonly arn: string;
  readonly document: string;
}

/**
 * AWS managed policies, by ARN path and name. The documents keep the original's meaning for the services simulated
 * here; the hundreds of other services in the real ones are left out.
 */
const documents = JSON.parse(readFileSync(new URL('./aws-managed-policies.json', import.meta.url), 'utf8')) as Record<
  string,
  unknown
>;

const policies = new Map<string, AwsManagedPolicy>(
  Object.entries(documents).map(([path, document]) => {
    const arn = `arn:aws:iam::aws:policy/${path}`;
    return [arn, { name: path.split('/').at(-1) ?? path, arn, document: JSON.stringify(document) }];
  }),
);

export function awsManagedPolicy(arn: string): AwsManagedPolicy | undefined {
  return policies.get(arn);
}
