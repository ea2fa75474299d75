import type { Caller } from '../../../auth/caller.ts';
import type { AwsError } from '../../../protocols/aws-error.ts';
import type { KnownOperation } from '../../../protocols/service-codec.ts';
import type { Service } from '../../service.ts';

/** A call as far as its event tells of it. */
export interface TracedCall {
  readonly service: Service;
  readonly operation: KnownOperation;
  readonly caller: Caller;
  readonly accessKeyId: string;
  readonly region: string;
  readonly requestId: string;
  readonly userAgent: string;
  /** Nothing when it was refused before anybody read it. */
  readonly input: Record<string, unknown> | undefined;
}

export interface Outcome {
  readonly output?: object | undefined;
  readonly error?: Pick<AwsError, 'code' | 'message'>;
}
