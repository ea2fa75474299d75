import { Refusal } from '../../shared/refusal.ts';
import { type Atom, type Token, tokensOf } from './name-pattern-tokens.ts';

/** What a pattern reads out of a group's name. */
export interface NamedRole {
  role: string;
  awsAccountId: string | null;
  alias: string | null;
}
/** Reads one whole name; null when it does not fit. */
export type NamePattern = (name: string) => NamedRole | null;

/** Names that are longer fit no pattern: with it, the work for one name is bounded by 300 × 256 steps. */
const longestName = 256;

/**
 * A pattern over group names such as `^aws#(?<alias>[^#]+)#(?<role>[^#]+)#(?<accountid>\d{12})$`, matched by hand and not
 * by RegExp: the language is a small part of regular expressions without alternatives and without repeated groups, and
 * a position that failed once is not tried again, so that no pattern takes more than steps × length (a RegExp can take
 * for ever). It always stands for the whole name. Refuses `pattern-invalid`, saying where and why.
 */
export function parseNamePattern(pattern: string): NamePattern {
  const tokens = tokensOf(pattern);
  requireGroups(tokens);
  return (name) => {
    if (name.length > longestName) return null;
    const captured = match(tokens, name);
    if (!captured) return null;
    const awsAccountId = captured.get('accountid') ?? null;
    const [role, alias] = [captured.get('role') ?? '', captured.get('alias') ?? null];
    if (role === '' || alias === '' || (awsAccountId !== null && !/^\d{12}$/.test(awsAccountId))) return null;
    return { role, awsAccountId, alias };
  };
}

function requireGroups(tokens: readonly Token[]): void {
  const names = tokens.flatMap((token) => (token.kind === 'open' ? [token.name] : []));
  const hasPlace = names.includes('accountid') || names.includes('alias');
  if (!names.includes('role') || !hasPlace)
    throw new Refusal(
      'invalid',
      'pattern-invalid',
      'A pattern needs the groups (?<role>…) and (?<accountid>…) or (?<alias>…).',
      { field: 'pattern' },
    );
}

/** Greedy, as regular expressions are: the first way through that takes as much as possible as early as possible. */
function match(tokens: readonly Token[], name: string): Map<string, string> | null {
  const width = name.length + 1;
  const failed = new Uint8Array(tokens.length * width);
  const starts = new Map<string, number>();
  const captured = new Map<string, string>();
  const from = (index: number, position: number): boolean => {
    const token = tokens[index];
    if (token === undefined) return position === name.length;
    const key = index * width + position;
    if (failed[key]) return false;
    if (step(token, index, position)) return true;
    failed[key] = 1;
    return false;
  };
  const step = (token: Token, index: number, position: number): boolean => {
    if (token.kind === 'open') {
      const before = starts.get(token.name);
      starts.set(token.name, position);
      if (from(index + 1, position)) return true;
      if (before !== undefined) starts.set(token.name, before);
      return false;
    }
    if (token.kind === 'close') {
      captured.set(token.name, name.slice(starts.get(token.name), position));
      return from(index + 1, position);
    }
    return take(token, index, position);
  };
  const take = (atom: Atom, index: number, position: number): boolean => {
    const fits = position < name.length && atom.fits(name[position] as string);
    if (fits && from(atom.isRepeated ? index : index + 1, position + 1)) return true;
    return atom.isOptional && from(index + 1, position);
  };
  return from(0, 0) ? captured : null;
}
