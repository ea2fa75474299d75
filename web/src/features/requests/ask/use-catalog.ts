import { useList } from '../../../api/queries.ts';
import type { CatalogItem } from '../../../api/types.ts';

export interface CatalogFilters {
  q: string;
  kind: string | undefined;
  forPersonId: string | undefined;
  minutes: number;
}

/** What may be asked for, for so long, and why not for the rest. */
export const useCatalog = ({ q, kind, forPersonId, minutes }: CatalogFilters) =>
  useList('/api/v1/catalog', {
    query: { q, minutes, limit: 50, ...(forPersonId ? { forPersonId } : {}), ...(isKind(kind) ? { kind } : {}) },
  });

const isKind = (kind: string | undefined): kind is CatalogItem['ref']['kind'] =>
  kind === 'permission-set-assignment' || kind === 'group-member' || kind === 'assume-role';

const rolesTitle = 'Roles from an identity provider';

export interface CatalogGroup {
  key: string;
  title: string;
  /** Of permission sets: the one they are on. */
  awsAccount: CatalogItem['awsAccount'];
  items: CatalogItem[];
}
/** Permission sets under their AWS account, then groups and then roles under one heading each, in the server's order. */
export function groupsOf(items: readonly CatalogItem[]): CatalogGroup[] {
  const groups: CatalogGroup[] = [];
  for (const item of items) {
    const awsAccount = item.ref.kind === 'permission-set-assignment' ? item.awsAccount : null;
    const title = awsAccount?.name ?? (item.ref.kind === 'assume-role' ? rolesTitle : 'Groups');
    const key = awsAccount?.awsAccountId ?? title;
    const last = groups.at(-1);
    if (last?.key === key) last.items.push(item);
    else groups.push({ key, title, awsAccount, items: [item] });
  }
  return groups;
}

/** Whether it may be put into the basket: allowed as it stands, or only too long as it stands. */
export function isAskable({ answer }: Pick<CatalogItem, 'answer'>, minutes: number): boolean {
  if (answer.isAllowed) return true;
  return answer.maxMinutes !== null && minutes > answer.maxMinutes && answer.reasons.length === 1;
}
