import { AssumeRoleCommand, STSClient } from '@aws-sdk/client-sts';
import { fromNodeProviderChain } from '@aws-sdk/credential-providers';
import { globalRegionOf, partitionOfRegion } from '../../../core/connectors/model/aws-regions.ts';
import { parseRoleArn, type RoleArn } from '../../../core/connectors/model/role-arn.ts';
import { AwsUnreachable } from '../../../core/inventory/ports.ts';
import type { RateBudget } from '../../../core/shared/ports.ts';
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
export interface SessionCredentials {
  accessKeyId: string;
  secretAccessKey: string;
  sessionToken: string;
  expiration: Date;
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

const lifetimeSeconds = 3600; // What every role allows, and the most that role chaining allows.
const renewBeforeMs = 5 * 60_000;

/** Nothing is asked before the first `credentials()`. The product's own credentials come from the SDK's default chain. */
export function createRoleSession(options: RoleSessionOptions): RoleSession {
  const role = parseRoleArn(options.roleArn);
  const isOwnPartition = options.region !== undefined && partitionOfRegion(options.region) === role.partition;
  const region = isOwnPartition ? (options.region as string) : globalRegionOf(role.partition);
  let current: SessionCredentials | undefined;
  let pending: Promise<SessionCredentials> | undefined;
  return {
    role,
    region,
    async credentials() {
      if (current && current.expiration.getTime() - Date.now() > renewBeforeMs) return current;
      pending ??= assume(options, role, region).finally(() => {
        pending = undefined;
      });
      current = await pending;
      return current;
    },
  };
}

async function assume(options: RoleSessionOptions, role: RoleArn, region: string): Promise<SessionCredentials> {
  // A chain of its own each time: renewed profiles and tokens are found without a restart.
  const own = fromNodeProviderChain({ ignoreCache: true });
  const sts = new STSClient({ ...clientDefaults, region, credentials: own });
  try {
    const { accountId } = await unlessAborted(options.signal, own());
    const key = { awsAccountId: accountId ?? 'own', region, family: 'sts' } as const;
    await unlessAborted(options.signal, options.budget.take(key, 1));
    const { Credentials: made } = await sts.send(
      new AssumeRoleCommand({
        RoleArn: role.arn,
        RoleSessionName: options.sessionName.replace(/[^\w+=,.@-]/g, '-').slice(0, 64),
        DurationSeconds: lifetimeSeconds,
        ...(options.externalId !== null && { ExternalId: options.externalId }),
      }),
      { abortSignal: options.signal },
    );
    if (!made?.AccessKeyId || !made.SecretAccessKey || !made.SessionToken || !made.Expiration) {
      throw new Error('STS answered without credentials.');
    }
    return {
      accessKeyId: made.AccessKeyId,
      secretAccessKey: made.SecretAccessKey,
      sessionToken: made.SessionToken,
      expiration: made.Expiration,
    };
  } catch (error) {
    throw error instanceof AwsUnreachable ? error : assumeRoleProblem(readAwsError(error), role);
  } finally {
    sts.destroy();
  }
}
