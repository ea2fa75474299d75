import type { AuditEntry } from '../../api/types.ts';

const pages: Record<string, string> = {
  'access-request': '/requests',
  campaign: '/campaigns',
  connector: '/connectors',
  'identity-provider': '/identity-providers',
  'manual-task': '/tasks',
  person: '/people',
  policy: '/policies',
};

/** The page of what an entry is about, or of what shows it; null where there is none, or it is gone. */
export function pageOf({ kind, id, isThere, partOf }: AuditEntry['object']): string | null {
  const own = pages[kind];
  if (own && isThere) return `${own}/${id}`;
  const others = partOf ? pages[partOf.kind] : undefined;
  return partOf && others ? `${others}/${partOf.id}` : null;
}
