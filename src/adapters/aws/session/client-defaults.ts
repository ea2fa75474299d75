/**
 * Shared by all SDK clients. Retries are ours (call-aws.ts). The endpoint is not set here: the SDK itself honours
 * AWS_ENDPOINT_URL, which is how the simulated AWS is used.
 */
export const clientDefaults = {
  maxAttempts: 1,
  userAgentAppId: 'countersign',
  requestHandler: { connectionTimeout: 3000, requestTimeout: 20_000, throwOnRequestTimeout: true },
} as const;
