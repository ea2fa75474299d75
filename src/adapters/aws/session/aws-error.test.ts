import { describe, expect, it } from 'vitest';
import { readAwsError } from './aws-error.ts';

const thrown = (name: string, message = '', more: object = {}) => Object.assign(new Error(message), { name, ...more });

describe('an error of an AWS call', () => {
  it.each([
    ['AccessDenied', 'denied'],
    ['AccessDeniedException', 'denied'],
    ['Throttling', 'throttled'],
    ['ThrottlingException', 'throttled'],
    ['TooManyRequestsException', 'throttled'],
    ['ExpiredToken', 'credentials-expired'],
    ['ExpiredTokenException', 'credentials-expired'],
    ['InvalidClientTokenId', 'credentials-invalid'],
    ['UnrecognizedClientException', 'credentials-invalid'],
    ['SignatureDoesNotMatch', 'credentials-invalid'],
    ['InvalidSignatureException', 'credentials-invalid'],
    ['CredentialsProviderError', 'credentials-missing'],
    ['NoSuchEntityException', 'not-found'],
    ['ResourceNotFoundException', 'not-found'],
    ['TimeoutError', 'unreachable'],
    ['AbortError', 'aborted'],
    ['ValidationException', 'other'],
  ])('of name %s is %s', (name, kind) => expect(readAwsError(thrown(name)).kind).toBe(kind));

  it('names the action that AWS says is missing, and keeps its sentence', () => {
    const sentence =
      'User: arn:aws:sts::1:assumed-role/Countersign/x is not authorized to perform: sso:ListInstances on resource: * because no identity-based policy allows the sso:ListInstances action';
    expect(readAwsError(thrown('AccessDeniedException', sentence))).toEqual({
      kind: 'denied',
      code: 'AccessDeniedException',
      message: sentence,
      action: 'sso:ListInstances',
    });
  });

  it('of the network is known by its code, also when each of several addresses failed', () => {
    const refused = thrown('Error', 'connect ECONNREFUSED 127.0.0.1:1', { code: 'ECONNREFUSED' });
    expect(readAwsError(refused)).toMatchObject({ kind: 'unreachable', code: 'ECONNREFUSED' });
    expect(readAwsError(new AggregateError([refused, refused]))).toMatchObject({
      kind: 'unreachable',
      message: 'connect ECONNREFUSED 127.0.0.1:1',
    });
  });

  it('without a known name goes by its status', () => {
    expect(readAwsError(thrown('Odd', '', { $metadata: { httpStatusCode: 429 } })).kind).toBe('throttled');
    expect(readAwsError(thrown('Odd', '', { $metadata: { httpStatusCode: 503 } })).kind).toBe('server');
    expect(readAwsError(thrown('Odd', '', { $fault: 'server' })).kind).toBe('server');
    expect(readAwsError(thrown('Odd', '', { $metadata: { httpStatusCode: 400 } })).kind).toBe('other');
  });

  it('of a sign-in that ended is no lack of credentials', () => {
    const error = thrown('CredentialsProviderError', "The SSO session has expired. Run 'aws sso login'.");
    expect(readAwsError(error).kind).toBe('credentials-expired');
  });

  it('may say how long to wait', () => {
    expect(readAwsError(thrown('ThrottlingException', '', { RetryAfterSeconds: 3 })).retryAfterMs).toBe(3000);
  });

  it('may be anything that was thrown', () => expect(readAwsError('no').message).toBe('no'));
});
