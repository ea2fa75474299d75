import type { Credentials } from '@aws-sdk/client-sts';

export interface SessionCredentials {
  accessKeyId: string;
  secretAccessKey: string;
  sessionToken: string;
  expiration: Date;
}

/** What every role allows, and the most that role chaining allows. */
export const lifetimeSeconds = 3600;
const renewBeforeMs = 5 * 60_000;

/** For SDK clients: assumes when it is first asked and again shortly before the end; a refusal is not remembered (CON-12). */
export function renewing(assume: () => Promise<SessionCredentials>): () => Promise<SessionCredentials> {
  let current: SessionCredentials | undefined;
  let pending: Promise<SessionCredentials> | undefined;
  return async () => {
    if (current && current.expiration.getTime() - Date.now() > renewBeforeMs) return current;
    pending ??= assume().finally(() => {
      pending = undefined;
    });
    current = await pending;
    return current;
  };
}

/** AWS's answer to AssumeRole. */
export function sessionOf({ Credentials: made }: { Credentials?: Credentials | undefined }): SessionCredentials {
  if (!made?.AccessKeyId || !made.SecretAccessKey || !made.SessionToken || !made.Expiration) {
    throw new Error('STS answered without credentials.');
  }
  return {
    accessKeyId: made.AccessKeyId,
    secretAccessKey: made.SecretAccessKey,
    sessionToken: made.SessionToken,
    expiration: made.Expiration,
  };
}

/** As it stands in CloudTrail: what AWS allows in it, and no longer than it may be. */
export const sessionNameOf = (text: string): string => text.replace(/[^\w+=,.@-]/g, '-').slice(0, 64);
