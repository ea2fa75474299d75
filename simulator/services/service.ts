import type { ResourceRef } from '../auth/authorize.ts';
import type { AwsError, ProtocolKind } from '../protocols/aws-error.ts';
import type { Violation } from '../protocols/constraints.ts';
import type { Call } from './call.ts';
import type { Paging } from './paging.ts';

/** An input after validation: members the model requires are there. */
export type Given<T> = {
  [K in keyof T]: Record<never, never> extends Pick<T, K> ? T[K] : NonNullable<T[K]>;
};

/** One operation: all a service has to say, the rest is the protocol layer's. */
export interface Operation<Input = object, Output = object | undefined> {
  readonly name: string;
  /** The IAM action that guards it, when it is not `<prefix>:<name>`; false for what needs no permission. */
  readonly action?: string | false;
  /** Decides by itself whether the caller may, where action and resources do not say it all. Throws the refusal. */
  authorize?(call: Call, input: Input): void;
  /** The resources the action is checked on; without it, `*`. */
  resources?(call: Call, input: Input): readonly ResourceRef[];
  handle(call: Call, input: Input): Output;
}

/** Gives a handler its types from the SDK's input and output. */
export function operation<Input, Output>(definition: Operation<Given<Input>, Output>): Operation {
  return definition as unknown as Operation;
}

export interface Service {
  /** As the README and the fault rules name it: sts, iam, organizations, identitystore, sso, ssoportal, ssooidc, scim, cloudtrail. */
  readonly id: string;
  readonly protocol: ProtocolKind;
  /** Nobody signs its requests or needs a permission: who asks is in the request itself. */
  readonly isUnsigned?: boolean;
  readonly signingName: string;
  /** Prefix of its IAM actions. */
  readonly actionPrefix: string;
  /** JSON 1.1: what comes before the dot of x-amz-target. Query: the API version. REST: nothing, paths tell. */
  readonly wireName: string;
  readonly xmlNamespace?: string;
  /** JSON 1.1: what some clients put there instead. */
  readonly otherWireName?: string;
  /** What CloudTrail calls it. */
  readonly eventSource: string;
  /** Name of its model in protocols/constraints. */
  readonly model: string;
  /** The SDK client's exports, among them the operations' schemas. */
  readonly schemas: object;
  readonly operations: readonly Operation[];
  readonly paging: Paging;
  /** Identity Store lists every refused resource, the others the first. */
  readonly namesEveryRefusedResource?: boolean;
  /** How it refuses violated constraints, when not by ValidationException. */
  invalid?(violations: readonly Violation[]): AwsError;
  /** How it refuses a call above the rate, when not by the protocol's common throttling error. */
  throttled?(): AwsError;
}
