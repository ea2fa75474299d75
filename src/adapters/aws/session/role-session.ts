import { AssumeRoleCommand, STSClient } from '@aws-sdk/client-sts';
import { fromNodeProviderChain } from '@aws-sdk/credential-providers';
import { globalRegionOf, partitionOfRegion } from '../../../core/connectors/model/aws-regions.ts';
import { parseRoleArn, type RoleArn } from '../../../core/connectors/model/role-arn.ts';
import { AwsUnreachable } from '../../../core/inventory/ports.ts';
import type { RateBudget } from '../../../core/shared/ports.ts';
import { lifetimeSeconds, renewing, type SessionCredentials, sessionNameOf, sessionOf } from './assumed.ts';
import { readAwsError } from './aws-error.ts';
import { clientDefaults } from './client-defaults.ts';
import { assumeRoleProblem } from './connection-problem.ts';
import { unlessAborted } from './unless-aborted.ts';

export interface RoleSession {
  role: RoleArn;
  /** The region of STS, IAM and Organizations. */
  region: string;
  /** For SDK clients. Renews itself; a refusal becomes AwsUnreachable and is not remembered (CON-12). */
  credentials(): Promise<SessionCredentials>;
}

export interface RoleSessionOptions {
  budget: RateBudget;
  /** The product's own region; used when it is in the role's partition. */
  region: string | undefined;
  /** Null assumes without one, which a right trust policy refuses. */
  externalId: string | null;
  roleArn: string;
  /** Shown in the customer's CloudTrail. */
  sessionName: string;
  signal: AbortSignal;
}

/** Nothing is asked before the first `credentials()`. The product's own credentials come from the SDK's default chain. */
export function createRoleSession(options: RoleSessionOptions): RoleSession {
  const role = parseRoleArn(options.roleArn);
  const isOwnPartition = options.region !== undefined && partitionOfRegion(options.region) === role.partition;
  const region = isOwnPartition ? (options.region as string) : globalRegionOf(role.partition);
  return { role, region, credentials: renewing(() => assume(options, role, region)) };
}

async function assume(options: RoleSessionOptions, role: RoleArn, region: string): Promise<SessionCredentials> {
  // A chain of its own each time: renewed profiles and tokens are found without a restart.
  const own = fromNodeProviderChain({ ignoreCache: true });
  const sts = new STSClient({ ...clientDefaults, region, credentials: own });
  try {
    const { accountId } = await unlessAborted(options.signal, own());
    const key = { awsAccountId: accountId ?? 'own', region, family: 'sts' } as const;
    await unlessAborted(options.signal, options.budget.take(key, 1));
    const command = new AssumeRoleCommand({
      RoleArn: role.arn,
      RoleSessionName: sessionNameOf(options.sessionName),
      DurationSeconds: lifetimeSeconds,
      ...(options.externalId !== null && { ExternalId: options.externalId }),
    });
    return sessionOf(await sts.send(command, { abortSignal: options.signal }));
  } catch (error) {
    throw error instanceof AwsUnreachable ? error : assumeRoleProblem(readAwsError(error), role);
  } finally {
    sts.destroy();
  }
}
