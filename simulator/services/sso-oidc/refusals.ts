import { AwsError } from '../../protocols/aws-error.ts';

/** OAuth 2.0's own names of what is wrong (RFC 6749 5.2, RFC 8628 3.5), which this service adds to AWS's. */
const CODES = {
  AuthorizationPendingException: ['authorization_pending', 400],
  ExpiredTokenException: ['expired_token', 400],
  InvalidClientException: ['invalid_client', 401],
  InvalidClientMetadataException: ['invalid_client_metadata', 400],
  InvalidGrantException: ['invalid_grant', 400],
  InvalidRequestException: ['invalid_request', 400],
  UnsupportedGrantTypeException: ['unsupported_grant_type', 400],
} as const satisfies Record<string, readonly [string, number]>;

export function refused(code: keyof typeof CODES, description: string): AwsError {
  const [error, status] = CODES[code];
  return new AwsError(code, description, status, { error, error_description: description });
}

export function invalidRequest(description: string): AwsError {
  return refused('InvalidRequestException', description);
}
