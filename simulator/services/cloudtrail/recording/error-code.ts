import type { AwsError } from '../../../protocols/aws-error.ts';
import type { Service } from '../../service.ts';

/** "errorMessage … maximum size of 1 KB" (CloudTrail record contents). */
const LONGEST = 1024;

/** A refusal as events tell it: under the exception's name, where the Query protocol has a shorter one on the wire. */
export function eventError(
  service: Service,
  { code, message }: Pick<AwsError, 'code' | 'message'>,
): { code: string; message: string } {
  return { code: eventCode(service, code), message: message.slice(0, LONGEST) };
}

function eventCode({ protocol, schemas }: Service, code: string): string {
  if (code === 'AccessDeniedException') return 'AccessDenied';
  if (protocol !== 'query') return code;
  if (code === 'Throttling' || `${code}Exception$` in schemas) return `${code}Exception`;
  return code === 'ValidationError' ? 'ValidationException' : code;
}
