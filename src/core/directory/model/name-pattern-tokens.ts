import { Refusal } from '../../shared/refusal.ts';

/** One character, or none (`isOptional`), or as many as fit (`isRepeated`, always with `isOptional`). */
export interface Atom {
  kind: 'atom';
  fits: (character: string) => boolean;
  isOptional: boolean;
  isRepeated: boolean;
}
export type Token = Atom | { kind: 'open'; name: string } | { kind: 'close'; name: string };
type Fits = Atom['fits'];

const longestPattern = 300;
/** `x{12}` is twelve steps. */
const mostSteps = 300;
const groupNames = ['role', 'accountid', 'alias'];

const word: Fits = (c) => /^\w$/.test(c);
const digit: Fits = (c) => c >= '0' && c <= '9';
const space: Fits = (c) => /^\s$/.test(c);
const not =
  (fits: Fits): Fits =>
  (c) =>
    !fits(c);
const classes: Record<string, Fits> = { d: digit, D: not(digit), w: word, W: not(word), s: space, S: not(space) };

/** The pattern as steps; refuses whatever is not in the documented language. */
export function tokensOf(pattern: string): Token[] {
  if (pattern.length > longestPattern) throw invalid(0, `a pattern has at most ${longestPattern} characters`);
  return new Reader(pattern).read();
}

const invalid = (at: number, why: string): Refusal =>
  new Refusal('invalid', 'pattern-invalid', `The pattern, at character ${at + 1}: ${why}.`, {
    field: 'pattern',
    facts: { position: at + 1 },
  });

class Reader {
  readonly #text: string;
  #at = 0;
  readonly #tokens: Token[] = [];
  #open: string | null = null;
  readonly #seen = new Set<string>();

  constructor(text: string) {
    this.#text = text;
  }

  read(): Token[] {
    if (this.#text.startsWith('^')) this.#at = 1;
    while (this.#at < this.#text.length) {
      if (this.#text[this.#at] === '$' && this.#at === this.#text.length - 1) break;
      this.#readOne();
      if (this.#tokens.length > mostSteps) throw invalid(this.#at, `more than ${mostSteps} steps`);
    }
    if (this.#open !== null) throw invalid(this.#at, `the group ${this.#open} is not closed`);
    return this.#tokens;
  }

  #readOne(): void {
    const sign = this.#text[this.#at] as string;
    if (sign === '(') this.#openGroup();
    else if (sign === ')') this.#closeGroup();
    else this.#readRepeated(sign);
  }

  #readRepeated(sign: string): void {
    const at = this.#at;
    if ('^$|*+?{}]'.includes(sign)) throw invalid(at, `${sign} is not allowed here; write \\${sign} for the character`);
    const fits = this.#readCharacter();
    const { least, most } = this.#readQuantifier();
    const atom = (isOptional: boolean, isRepeated: boolean): Atom => ({ kind: 'atom', fits, isOptional, isRepeated });
    for (let n = 0; n < least; n += 1) this.#tokens.push(atom(false, false));
    if (most === null) this.#tokens.push(atom(true, true));
    else for (let n = least; n < most; n += 1) this.#tokens.push(atom(true, false));
  }

  #openGroup(): void {
    const at = this.#at;
    const [all, name] = /^\(\?<([a-z]+)>/.exec(this.#text.slice(at)) ?? [];
    if (!all || !name) throw invalid(at, 'the only groups are (?<role>…), (?<accountid>…) and (?<alias>…)');
    if (!groupNames.includes(name)) throw invalid(at, `there is no group ${name}`);
    if (this.#open !== null) throw invalid(at, 'a group inside a group is not allowed');
    if (this.#seen.has(name)) throw invalid(at, `the group ${name} is there already`);
    this.#seen.add(name);
    this.#open = name;
    this.#tokens.push({ kind: 'open', name });
    this.#at += all.length;
  }

  #closeGroup(): void {
    if (this.#open === null) throw invalid(this.#at, 'no group is open');
    this.#tokens.push({ kind: 'close', name: this.#open });
    this.#open = null;
    this.#at += 1;
    if (/^[*+?{]/.test(this.#text.slice(this.#at))) throw invalid(this.#at, 'a group cannot be repeated');
  }

  #readCharacter(): Fits {
    const sign = this.#text[this.#at] as string;
    if (sign === '[') return this.#readClass();
    if (sign === '\\') return this.#readEscape().fits;
    this.#at += 1;
    return sign === '.' ? () => true : (c) => c === sign;
  }

  /** `\d` and the like, or a character that is no letter and no digit taken literally. */
  #readEscape(): { fits: Fits; literal: string | null } {
    const sign = this.#text[this.#at + 1];
    const known = sign === undefined ? undefined : classes[sign];
    if (sign === undefined || (!known && /^[A-Za-z0-9]$/.test(sign)))
      throw invalid(this.#at, `\\${sign ?? ''} is not allowed`);
    this.#at += 2;
    return known ? { fits: known, literal: null } : { fits: (c) => c === sign, literal: sign };
  }

  #readClass(): Fits {
    const start = this.#at;
    this.#at += 1;
    const isNegated = this.#text[this.#at] === '^';
    if (isNegated) this.#at += 1;
    const parts: Fits[] = [];
    while (this.#text[this.#at] !== ']') {
      if (this.#at >= this.#text.length) throw invalid(start, 'the [ is not closed');
      parts.push(this.#readClassPart());
    }
    this.#at += 1;
    if (parts.length === 0) throw invalid(start, '[] fits nothing');
    const any: Fits = (c) => parts.some((fits) => fits(c));
    return isNegated ? not(any) : any;
  }

  #readClassPart(): Fits {
    const at = this.#at;
    const first = this.#readClassSign();
    const isRange = this.#text[this.#at] === '-' && ![']', undefined].includes(this.#text[this.#at + 1]);
    if (!isRange || first.literal === null) return first.fits;
    this.#at += 1;
    const { literal: low } = first;
    const { literal: high } = this.#readClassSign();
    if (high === null || high < low) throw invalid(at, 'this range is not one');
    return (c) => c >= low && c <= high;
  }

  #readClassSign(): { fits: Fits; literal: string | null } {
    const sign = this.#text[this.#at] as string;
    if (sign === '\\') return this.#readEscape();
    this.#at += 1;
    return { fits: (c) => c === sign, literal: sign };
  }

  #readQuantifier(): { least: number; most: number | null } {
    const at = this.#at;
    const [all = '', sign, least, comma, most] =
      /^(?:([*+?])|\{(\d{1,3})(,(\d{0,3}))?\})/.exec(this.#text.slice(at)) ?? [];
    if (all === '') return { least: 1, most: 1 };
    this.#at += all.length;
    if (/^[*+?{]/.test(this.#text.slice(this.#at))) throw invalid(this.#at, 'a repetition cannot be repeated');
    if (sign) return { least: sign === '+' ? 1 : 0, most: sign === '?' ? 1 : null };
    const low = Number(least);
    const high = !comma ? low : most ? Number(most) : null;
    if (high !== null && (high < low || high > mostSteps)) throw invalid(at, 'this repetition is not possible');
    return { least: low, most: high };
  }
}
