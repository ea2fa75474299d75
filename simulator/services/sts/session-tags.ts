import type { Session } from '../../auth/caller.ts';
import { AwsError } from '../../protocols/aws-error.ts';
import type { Tag } from '../../state/iam/iam-entities.ts';
import type { AssumeRoleInput } from './may-assume.ts';

export interface SessionTags {
  readonly tags: readonly Tag[];
  /** Those that a session begun from this one has as well. */
  readonly transitiveTagKeys: readonly string[];
}

/** Tags of a new session: those handed on by the session that asks, and those asked for. Keys are case insensitive. */
export function sessionTags(session: Session | undefined, input: AssumeRoleInput): SessionTags {
  const asked = (input.Tags ?? []).map(({ Key = '', Value = '' }) => ({ Key, Value }));
  const askedKeys = keySet(asked.map(({ Key }) => Key));
  if (askedKeys.size < asked.length) {
    throw refused('Duplicate tag keys found. Please note that Tag keys are case insensitive.');
  }
  const handedOn = keySet(session?.transitiveTagKeys ?? []);
  const inherited = (session?.tags ?? []).filter(({ Key }) => handedOn.has(Key.toLowerCase()));
  if ([...askedKeys].some((key) => handedOn.has(key))) {
    throw refused("One of the specified session tags can't be set: it is inherited from the calling session.");
  }
  const transitive = input.TransitiveTagKeys ?? [];
  if (transitive.some((key) => !askedKeys.has(key.toLowerCase()))) {
    throw refused('The specified transitive tag key must be included in the requested tags.');
  }
  const transitiveTagKeys = [...inherited.map(({ Key }) => Key), ...transitive];
  return { tags: [...inherited, ...asked], transitiveTagKeys };
}

function keySet(keys: readonly string[]): Set<string> {
  return new Set(keys.map((key) => key.toLowerCase()));
}

function refused(message: string): AwsError {
  return new AwsError('InvalidParameterValue', message);
}
