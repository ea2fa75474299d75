import type { EntityFact } from '../../../src/core/inventory/model/fact.ts';
import { canonical } from '../comparison.ts';
import type { WorldRead } from './read-world.ts';
import type { Seeded } from './seed-world.ts';

/** One fact without anything that two equal worlds may differ in. */
export interface CanonicalFact {
  /** `iam-user`, or `assume-role of iam-role` for a grant. */
  kind: string;
  /** What the fact is of; two worlds have the same thing under the same key. */
  key: string;
  /** Everything it says, by dotted path. */
  says: Record<string, string>;
}

/** Everything a reading found, in an order and in words that do not depend on whom it asked. */
export function canonicalFacts({ sink }: WorldRead, { labels }: Seeded): CanonicalFact[] {
  const label = labeller(labels);
  const facts = [
    ...merged(sink.entities).map(({ kind, nativeId, ...rest }) => ({
      kind,
      key: label(nativeId),
      says: flat(JSON.parse(label(canonical(rest)))),
    })),
    ...sink.grants.map(({ qualifier, ...grant }) => ({
      kind: `${grant.kind} of ${grant.target.kind}`,
      key: label(canonical(grant)),
      says: flat({ qualifier: label(qualifier ?? '') }),
    })),
    ...sink.uses.map(({ of, ...rest }) => ({
      kind: `use of ${of.kind}`,
      key: label(canonical(of)),
      says: flat(JSON.parse(label(canonical(rest)))),
    })),
  ];
  return facts.sort((a, b) => (`${a.kind} ${a.key}` < `${b.kind} ${b.key}` ? -1 : 1));
}

/** Ids that AWS made up become their names, the longest first; instants are as good as any other. */
const labeller = (labels: Record<string, string>) => {
  const ids = Object.keys(labels).sort((a, b) => b.length - a.length || (a < b ? -1 : 1));
  const pattern = new RegExp(ids.map((id) => id.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')).join('|'), 'g');
  return (text: string): string =>
    text.replace(pattern, (id) => labels[id] ?? id).replace(/\d{4}-\d\d-\d\dT[\d:.]+Z/g, '<instant>');
};

/** As the inventory takes them: what a listing said goes before a mention, and a thing is there once. */
function merged(entities: readonly EntityFact[]): EntityFact[] {
  const found = new Map<string, EntityFact>();
  for (const entity of entities) {
    const key = `${entity.kind} ${entity.nativeId}`;
    if (!found.has(key) || !entity.isMention) found.set(key, entity);
  }
  return [...found.values()];
}

const flat = (value: unknown, at = ''): Record<string, string> =>
  value !== null && typeof value === 'object' && !Array.isArray(value)
    ? Object.assign({}, ...Object.entries(value).map(([name, inner]) => flat(inner, at ? `${at}.${name}` : name)))
    : { [at]: canonical(value) };
