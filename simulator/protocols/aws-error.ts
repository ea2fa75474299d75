/** A refusal as AWS words it. Handlers throw it; the protocol layer gives it its wire form. */
export class AwsError extends Error {
  readonly code: string;
  readonly status: number;
  /** Further members of the error shape, e.g. ResourceId or Reason. */
  readonly details: Readonly<Record<string, unknown>>;

  constructor(code: string, message: string, status = 400, details: Record<string, unknown> = {}) {
    super(message);
    this.name = code;
    this.code = code;
    this.status = status;
    this.details = details;
  }
}

/** Query: form in, XML out. json: JSON 1.1 by x-amz-target. rest: JSON by method and path. scim: SCIM 2.0 with a token. */
export type ProtocolKind = 'query' | 'json' | 'rest' | 'scim';

/** Refusals that every service shares but each protocol spells differently (code, HTTP status). */
const COMMON = {
  missingToken: {
    query: ['MissingAuthenticationToken', 403],
    json: ['MissingAuthenticationTokenException', 400],
    rest: ['MissingAuthenticationTokenException', 403],
    scim: ['UnauthorizedException', 401],
  },
  incompleteSignature: {
    query: ['IncompleteSignature', 400],
    json: ['IncompleteSignatureException', 400],
    rest: ['IncompleteSignatureException', 403],
    scim: ['UnauthorizedException', 401],
  },
  unknownKey: {
    query: ['InvalidClientTokenId', 403],
    json: ['UnrecognizedClientException', 400],
    rest: ['UnrecognizedClientException', 403],
    scim: ['UnauthorizedException', 401],
  },
  badSignature: {
    query: ['SignatureDoesNotMatch', 403],
    json: ['InvalidSignatureException', 400],
    rest: ['InvalidSignatureException', 403],
    scim: ['UnauthorizedException', 401],
  },
  expiredToken: {
    query: ['ExpiredToken', 403],
    json: ['ExpiredTokenException', 400],
    rest: ['ExpiredTokenException', 403],
    scim: ['UnauthorizedException', 401],
  },
  unknownOperation: {
    query: ['InvalidAction', 400],
    json: ['UnknownOperationException', 400],
    rest: ['UnknownOperationException', 404],
    scim: ['ValidationException', 400],
  },
  unreadable: {
    query: ['MalformedInput', 400],
    json: ['SerializationException', 400],
    rest: ['InvalidRequestException', 400],
    scim: ['ValidationException', 400],
  },
  invalid: {
    query: ['ValidationError', 400],
    json: ['ValidationException', 400],
    rest: ['InvalidRequestException', 400],
    scim: ['ValidationException', 400],
  },
  accessDenied: {
    query: ['AccessDenied', 403],
    json: ['AccessDeniedException', 400],
    rest: ['AccessDeniedException', 403],
    scim: ['AccessDeniedException', 403],
  },
  throttled: {
    query: ['Throttling', 400],
    json: ['ThrottlingException', 400],
    rest: ['TooManyRequestsException', 429],
    scim: ['ThrottlingException', 429],
  },
  internal: {
    query: ['InternalFailure', 500],
    json: ['InternalServerException', 500],
    rest: ['InternalServerException', 500],
    scim: ['InternalServerException', 500],
  },
  notSimulated: {
    query: ['NotSimulated', 501],
    json: ['NotSimulatedException', 501],
    rest: ['NotSimulatedException', 501],
    scim: ['NotSimulatedException', 501],
  },
} as const satisfies Record<string, Record<ProtocolKind, readonly [string, number]>>;

export type CommonError = keyof typeof COMMON;

/** One of the refusals that every service has, in the spelling of the service's protocol. */
export function commonError(protocol: ProtocolKind, kind: CommonError, message: string): AwsError {
  const [code, status] = COMMON[kind][protocol];
  return new AwsError(code, message, status);
}
