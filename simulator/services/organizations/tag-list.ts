import type { Tag as TagWish } from '@aws-sdk/client-organizations';
import { AwsError } from '../../protocols/aws-error.ts';
import type { Tag } from '../../state/iam/iam-entities.ts';
import { constraintViolation } from './caller-organization.ts';

const MAX_TAGS = 50;

/** Tags as they are kept: every key once, fifty at most. */
export function requireTags(tags: readonly TagWish[]): Tag[] {
  const keys = new Set(tags.map(({ Key }) => Key));
  if (keys.size < tags.length) {
    const text = 'You specified duplicate tag keys.';
    throw new AwsError('InvalidInputException', text, 400, { Reason: 'DUPLICATE_TAG_KEY' });
  }
  if (keys.size > MAX_TAGS) {
    const text = 'You have exceeded the number of tags allowed on this resource.';
    throw constraintViolation('MAX_TAG_LIMIT_EXCEEDED', text);
  }
  return tags.map((tag) => ({ Key: tag.Key ?? '', Value: tag.Value ?? '' }));
}
