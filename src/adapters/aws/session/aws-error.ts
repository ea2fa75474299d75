/** What an error of an AWS call means for us; the one place that knows AWS's and the SDK's names for errors. */
export interface AwsError {
  kind:
    | 'denied'
    | 'throttled'
    | 'credentials-missing'
    | 'credentials-expired'
    | 'credentials-invalid'
    | 'unreachable'
    | 'server'
    | 'not-found'
    | 'aborted'
    | 'other';
  /** AWS's code, or the network's (`ECONNREFUSED`). */
  code: string;
  /** AWS's own sentence. */
  message: string;
  /** The IAM action that AWS says is missing. */
  action?: string;
  retryAfterMs?: number;
}

// Query and JSON services name the same thing differently; the SDK keeps the names of errors it has no model for.
const kinds: Record<string, AwsError['kind']> = {
  // Ours (whole-answer.ts): asked again like a fault of AWS; after a write nobody knows what came of it.
  IncompleteAnswer: 'server',
  AccessDenied: 'denied',
  AccessDeniedException: 'denied',
  UnauthorizedOperation: 'denied',
  AuthorizationError: 'denied',
  Throttling: 'throttled',
  ThrottlingException: 'throttled',
  ThrottledException: 'throttled',
  TooManyRequestsException: 'throttled',
  RequestLimitExceeded: 'throttled',
  RequestThrottled: 'throttled',
  RequestThrottledException: 'throttled',
  SlowDown: 'throttled',
  ExpiredToken: 'credentials-expired',
  ExpiredTokenException: 'credentials-expired',
  TokenRefreshRequired: 'credentials-expired',
  InvalidClientTokenId: 'credentials-invalid',
  UnrecognizedClientException: 'credentials-invalid',
  InvalidAccessKeyId: 'credentials-invalid',
  SignatureDoesNotMatch: 'credentials-invalid',
  InvalidSignatureException: 'credentials-invalid',
  IncompleteSignature: 'credentials-invalid',
  IncompleteSignatureException: 'credentials-invalid',
  MissingAuthenticationToken: 'credentials-invalid',
  MissingAuthenticationTokenException: 'credentials-invalid',
  AuthFailure: 'credentials-invalid',
  RequestExpired: 'credentials-invalid',
  CredentialsProviderError: 'credentials-missing',
  TokenProviderError: 'credentials-missing',
  NoSuchEntity: 'not-found',
  NoSuchEntityException: 'not-found',
  ResourceNotFoundException: 'not-found',
  AbortError: 'aborted',
  TimeoutError: 'unreachable',
};

const networkCodes = new Set(
  'ECONNREFUSED ECONNRESET ECONNABORTED ENOTFOUND EAI_AGAIN ETIMEDOUT EPIPE EHOSTUNREACH ENETUNREACH CERT_HAS_EXPIRED SELF_SIGNED_CERT_IN_CHAIN UNABLE_TO_VERIFY_LEAF_SIGNATURE DEPTH_ZERO_SELF_SIGNED_CERT'.split(
    ' ',
  ),
);

interface Shape {
  name?: string;
  code?: unknown;
  message?: string;
  errors?: Shape[];
  $fault?: string;
  $metadata?: { httpStatusCode?: number };
  $retryable?: { throttling?: boolean };
  RetryAfterSeconds?: number;
}

export function readAwsError(thrown: unknown): AwsError {
  const error: Shape = typeof thrown === 'object' && thrown !== null ? thrown : { message: String(thrown) };
  // A name with both IPv4 and IPv6 addresses fails with one error for each.
  const network = [error, ...(error.errors ?? [])].map((each) => each.code).find((code) => networkCodes.has(`${code}`));
  const code = network ? String(network) : (error.name ?? 'Error');
  const message = error.message || error.errors?.[0]?.message || code;
  const action = /not authorized to perform: ([a-z0-9-]+:\w+)/.exec(message)?.[1];
  return {
    kind: network ? 'unreachable' : kindOf(error, message),
    code,
    message,
    ...(action && { action }),
    ...(error.RetryAfterSeconds && { retryAfterMs: error.RetryAfterSeconds * 1000 }),
  };
}

function kindOf(error: Shape, message: string): AwsError['kind'] {
  const kind = kinds[error.name ?? ''];
  // An ended SSO sign-in is reported as "no credentials".
  if (kind === 'credentials-missing' && /expired/i.test(message)) return 'credentials-expired';
  if (kind) return kind;
  const status = error.$metadata?.httpStatusCode;
  if (error.$retryable?.throttling || status === 429) return 'throttled';
  if (error.$fault === 'server' || (status !== undefined && status >= 500)) return 'server';
  return 'other';
}
