import type { ResourceRef } from '../../auth/authorize.ts';
import { Collection } from '../../state/collection.ts';
import type { Tag } from '../../state/iam/iam-entities.ts';
import type { Call } from '../call.ts';
import { type Operation, operation } from '../service.ts';
import { iamChanged } from './entities.ts';
import { limitExceeded } from './quotas.ts';
import { invalidInput } from './refusals.ts';

const MAX_TAGS = 50;

type GivenTags = readonly { readonly Key: string | undefined; readonly Value: string | undefined }[];

/** The tags of a request. Keys are unique whatever their case, and AWS's own prefix is not for customers. */
export function checkedTags(given: GivenTags = []): Tag[] {
  const tags = given.map(({ Key = '', Value = '' }) => ({ Key, Value }));
  if (new Set(tags.map(({ Key }) => Key.toLowerCase())).size < tags.length) {
    throw invalidInput('Duplicate tag keys found. Please note that Tag keys are case insensitive.');
  }
  const reserved = tags.find(({ Key }) => Key.toLowerCase().startsWith('aws:'));
  if (reserved) throw invalidInput(`Tag keys may not begin with aws: (${reserved.Key}).`);
  return tags;
}

export function shownTags(tags: readonly Tag[] = []): Tag[] | undefined {
  return tags.length > 0 ? [...tags] : undefined;
}

interface Tagged {
  /** As the operations' names have it: User, Role, Policy. */
  readonly kind: string;
  /** The member that names the tagged thing. */
  readonly member: string;
  resource(call: Call, name: string): readonly ResourceRef[];
  find(call: Call, name: string): { tags: Tag[] };
  findOwn(call: Call, name: string): { tags: Tag[] };
}

type Input = Record<string, string> & { Tags: GivenTags; TagKeys: string[] };

/** TagUser, UntagUser, ListUserTags and their like. */
export function tagOperations({ kind, member, resource, find, findOwn }: Tagged): Operation[] {
  const nameIn = (input: object) => (input as Record<string, string>)[member] ?? '';
  const resources = (call: Call, input: object) => resource(call, nameIn(input));
  return [
    operation<Input, void>({
      name: `Tag${kind}`,
      resources,
      handle(call, input) {
        const entity = findOwn(call, nameIn(input));
        const added = checkedTags(input.Tags);
        const keys = new Set(added.map(({ Key }) => Key.toLowerCase()));
        const tags = [...entity.tags.filter(({ Key }) => !keys.has(Key.toLowerCase())), ...added];
        if (tags.length > MAX_TAGS) throw limitExceeded('The number of tags has reached the maximum limit.');
        entity.tags = tags;
        iamChanged(call);
      },
    }),
    operation<Input, void>({
      name: `Untag${kind}`,
      resources,
      handle(call, input) {
        const entity = findOwn(call, nameIn(input));
        const keys = new Set(input.TagKeys.map((key) => key.toLowerCase()));
        entity.tags = entity.tags.filter(({ Key }) => !keys.has(Key.toLowerCase()));
        iamChanged(call);
      },
    }),
    operation<Input, object>({
      name: `List${kind}Tags`,
      resources,
      handle(call, input) {
        const tags = new Collection((tag: Tag) => tag.Key, find(call, nameIn(input)).tags);
        const { items, nextToken } = call.page(tags);
        return { Tags: items, IsTruncated: nextToken !== undefined, Marker: nextToken };
      },
    }),
  ];
}
