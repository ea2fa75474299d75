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

type ProtocolKind = 'query' | 'json';

/** Refusals that every service shares but each protocol spells differently (code, HTTP status). */
const COMMON = {
  missingToken: { query: ['MissingAuthenticationToken', 403], json: ['MissingAuthenticationTokenException', 400] },
  incompleteSignature: { query: ['IncompleteSignature', 400], json: ['IncompleteSignatureException', 400] },
  unknownKey: { query: ['InvalidClientTokenId', 403], json: ['UnrecognizedClientException', 400] },
  badSignature: { query: ['SignatureDoesNotMatch', 403], json: ['InvalidSignatureException', 400] },
  expiredToken: { query: ['ExpiredToken', 403], json: ['ExpiredTokenException', 400] },
  unknownOperation: { query: ['InvalidAction', 400], json: ['UnknownOperationException', 400] },
  unreadable: { query: ['MalformedInput', 400], json: ['SerializationException', 400] },
  invalid: { query: ['ValidationError', 400], json: ['ValidationException', 400] },
  accessDenied: { query: ['AccessDenied', 403], json: ['AccessDeniedException', 400] },
  throttled: { query: ['Throttling', 400], json: ['ThrottlingException', 400] },
  internal: { query: ['InternalFailure', 500], json: ['InternalServerException', 500] },
  notSimulated: { query: ['NotSimulated', 501], json: ['NotSimulatedException', 501] },
} as const satisfies Record<string, Record<ProtocolKind, readonly [string, number]>>;

export type CommonError = keyof typeof COMMON;

/** One of the refusals that every service has, in the spelling of the service's protocol. */
export function commonError(protocol: ProtocolKind, kind: CommonError, message: string): AwsError {
  const [code, status] = COMMON[kind][protocol];
  return new AwsError(code, message, status);
}
