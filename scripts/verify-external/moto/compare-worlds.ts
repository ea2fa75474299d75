import { type Comparison, compared } from '../comparison.ts';
import type { CanonicalFact } from './canonical-facts.ts';
import { type Gap, motoGaps } from './moto-gaps.ts';

interface Difference {
  kind: string;
  key: string;
  path?: string;
  /** What the simulated AWS says; absent where only moto has the whole thing. */
  ours?: string | undefined;
  text: string;
}

/** Two readings of the same world, fact by fact: the comparisons by kind, and what of the difference is moto's own. */
export function compareWorlds(
  moto: readonly CanonicalFact[],
  simulated: readonly CanonicalFact[],
): { comparisons: Comparison[]; knownGaps: string[] } {
  const seen = new Map<Gap, number>();
  const explained = ({ kind, key, path, ours }: Difference): boolean => {
    if (ours === undefined) return false;
    const gap = motoGaps.find(
      (each) => each.kind === kind && each.path === path && each.key.test(key) && (each.says?.test(ours) ?? true),
    );
    if (gap) seen.set(gap, (seen.get(gap) ?? 0) + 1);
    return gap !== undefined;
  };
  const kinds = [...new Set([...moto, ...simulated].map(({ kind }) => kind))].sort();
  const comparisons = kinds.map((kind) => {
    const [theirs, ours] = [moto, simulated].map((facts) => facts.filter((fact) => fact.kind === kind));
    const found = differences(theirs ?? [], ours ?? []).filter((difference) => !explained(difference));
    const text = found.length > 0 ? `${found.length} differences, first: ${found[0]?.text}` : undefined;
    return compared(`${kind}: ${ours?.length} facts`, text);
  });
  const knownGaps = motoGaps.map(
    (gap) => `${gap.kind}${gap.path ? ` ${gap.path}` : ''}: ${gap.reason} (${seen.get(gap) ?? 'no longer'} seen)`,
  );
  return { comparisons, knownGaps };
}

function differences(theirs: readonly CanonicalFact[], ours: readonly CanonicalFact[]): Difference[] {
  const found: Difference[] = [];
  const left = new Map(theirs.map((fact) => [fact.key, fact]));
  if (left.size !== theirs.length || new Set(ours.map(({ key }) => key)).size !== ours.length)
    found.push({ kind: ours[0]?.kind ?? '', key: '', text: 'one fact is there twice' });
  for (const { kind, key, says } of ours) {
    const there = left.get(key);
    left.delete(key);
    if (!there) {
      found.push({ kind, key, ours: key, text: `only the simulated AWS has ${key}` });
      continue;
    }
    for (const path of new Set([...Object.keys(there.says), ...Object.keys(says)])) {
      if (there.says[path] === says[path]) continue;
      const text = `${key} ${path}: moto has ${there.says[path]}, the simulated AWS ${says[path]}`;
      found.push({ kind, key, path, ours: says[path] ?? 'nothing', text });
    }
  }
  for (const { kind, key } of left.values()) found.push({ kind, key, text: `only moto has ${key}` });
  return found;
}
