import type { ReviewItem } from '../../../api/types.ts';
import { holderWords } from '../words.ts';

export type Grouping = 'person' | 'entitlement' | 'aws-account';
export interface ItemGroup {
  key: string;
  name: string;
  kind: 'person' | 'identity' | 'entitlement' | 'aws-account';
  items: ReviewItem[];
  decided: number;
}

type Head = Pick<ItemGroup, 'key' | 'name' | 'kind'>;
const headOf = (item: ReviewItem, by: Grouping): Head => {
  const { person, identity, entitlement } = item;
  if (by === 'person')
    return person
      ? { key: person.id, name: person.name, kind: 'person' }
      : // Behind one provider in AWS are many people: the address tells them apart.
        {
          key: item.federation ? `${identity.id}:${identity.name}` : identity.id,
          name: identity.name,
          kind: 'identity',
        };
  const account = entitlement.awsAccount;
  if (by === 'entitlement')
    return { key: `${entitlement.kind}:${entitlement.name}`, name: entitlement.name, kind: 'entitlement' };
  return account
    ? { key: account.awsAccountId, name: account.name, kind: 'aws-account' }
    : { key: '', name: 'Not in one AWS account', kind: 'aws-account' };
};

/** Items under their heads, in the order of the campaign: the first item of each says where its group stands. */
export function groupItems(items: readonly ReviewItem[], by: Grouping): ItemGroup[] {
  const groups = new Map<string, ItemGroup>();
  for (const item of items) {
    const head = headOf(item, by);
    const group = groups.get(head.key) ?? { ...head, items: [], decided: 0 };
    group.items.push(item);
    if (item.decision !== null) group.decided += 1;
    groups.set(head.key, group);
  }
  return [...groups.values()];
}

/** Search within one's items looks at what a row shows. */
export function findIn(items: readonly ReviewItem[], q: string): ReviewItem[] {
  const words = q.trim().toLowerCase().split(/\s+/).filter(Boolean);
  if (words.length === 0) return [...items];
  return items.filter((item) => {
    const text = `${holderWords(item)} ${item.identity.name} ${item.sentence}`.toLowerCase();
    return words.every((word) => text.includes(word));
  });
}
