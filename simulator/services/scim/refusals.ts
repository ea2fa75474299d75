import { AwsError } from '../../protocols/aws-error.ts';

/**
 * What the sender reads of a refusal; the reason itself is in CloudTrail alone, as with AWS. The words for 400 and 409
 * are on record, the others are RFC 7644's (table 8), which those two are taken from as well.
 */
const DETAILS = {
  ValidationException: [400, 'Request is unparsable, syntactically incorrect, or violates schema.'],
  UnauthorizedException: [401, 'Authorization header is invalid or missing.'],
  ResourceNotFoundException: [404, 'Specified resource or endpoint does not exist.'],
  ConflictException: [409, 'Refused to create a new, duplicate resource.'],
} as const satisfies Record<string, readonly [number, string]>;

function refused(code: keyof typeof DETAILS, reason: string): AwsError {
  const [status, detail] = DETAILS[code];
  return new AwsError(code, reason, status, { detail });
}

export function invalid(reason: string): AwsError {
  return refused('ValidationException', reason);
}

export function unauthorized(reason: string): AwsError {
  return refused('UnauthorizedException', reason);
}

export function notFound(reason: string): AwsError {
  return refused('ResourceNotFoundException', reason);
}

export function conflict(reason: string): AwsError {
  return refused('ConflictException', reason);
}
