import { createHash } from 'node:crypto';
import { isPackKey } from '../evidence/signing-keys.ts';
import { isCheckpoint } from './checkpoints.ts';
import { Claims, type Signed } from './claims.ts';
import { Findings, type LogFinding } from './findings.ts';
import type { Kept } from './kept-checkpoints.ts';

/** `signer` and `checkpoint`: of the newest checkpoint that fits. */
export interface LogVerdict extends Signed {
  /** Every row follows the one before, and no checkpoint says otherwise. */
  isIntact: boolean;
  /** When the log was written out. */
  at: string | null;
  sealed: number;
  waiting: number;
  /** Checkpoints of the reader's own that were compared. */
  kept: number;
  findings: LogFinding[];
}

const format = 'countersign-audit-1';
const start = '0'.repeat(64);
// `s`: a text may hold line separators of Unicode, which a dot would not match otherwise.
const sealedLine = /^\{"n":(\d+),"hash":"([0-9a-f]{64})","entry":(.*)\}$/s;
const waitingLine = /^\{"n":null,"hash":null,"entry":.*\}$/s;
const sha256 = (text: string): string => createHash('sha256').update(text, 'utf8').digest('hex');

/**
 * Checks an exported log line by line, in memory that does not grow with it: every row along the chain, every checkpoint
 * against the hash at its place, those that the reader kept as well. Never throws for what a log holds.
 */
export const checkLog = async (lines: AsyncIterable<string>, kept: Kept): Promise<LogVerdict> => {
  const check = new LogCheck(kept);
  for await (const line of lines) check.take(line);
  return { ...check.verdict(), kept: kept.checkpoints.length };
};

class LogCheck {
  readonly #findings = new Findings();
  readonly #claims: Claims;
  #at: string | null = null;
  #isExtract = false;
  #lines = 0;
  #hasEnd = false;
  #position = 0;
  #head = start;
  readonly #counts = { sealed: 0, waiting: 0 };

  constructor(kept: Kept) {
    this.#claims = new Claims(kept, this.#findings);
  }

  take(line: string): void {
    this.#lines += 1;
    const sealed = sealedLine.exec(line);
    if (this.#lines === 1) this.#start(line);
    else if (this.#hasEnd) this.#findings.add(null, 'something was added behind its last line');
    else if (sealed) this.#row(Number(sealed[1]), sealed[2] as string, sealed[3] as string);
    else if (waitingLine.test(line)) this.#counts.waiting += 1;
    else this.#other(objectOf(line));
  }

  verdict(): Omit<LogVerdict, 'kept'> {
    if (!this.#hasEnd) this.#findings.add(null, 'it has no last line: it was cut off on its way');
    if (!this.#isExtract) this.#claims.atEnd(this.#position);
    const findings = this.#findings.all();
    return { isIntact: findings.length === 0, at: this.#at, ...this.#counts, ...this.#claims.signed(), findings };
  }

  #start(line: string): void {
    const header = objectOf(line);
    if (header.format !== format) {
      this.#findings.add(null, 'it is no export of an audit log that this version knows');
      return;
    }
    this.#isExtract = header.filter !== null;
    if (this.#isExtract) this.#findings.add(null, 'it is an extract: only a whole log can be verified');
    this.#at = typeof header.at === 'string' ? header.at : null;
    this.#claims.know(Array.isArray(header.keys) ? header.keys.filter(isPackKey) : []);
  }

  #row(n: number, hash: string, text: string): void {
    this.#counts.sealed += 1;
    const finding = this.#isExtract ? null : this.#rowFinding(n, hash, text);
    if (finding) this.#findings.add(...finding);
    // Goes on from what the chain says, so that only rows at fault are named.
    this.#position = n;
    this.#head = hash;
    this.#claims.atRow(n, hash);
  }

  #rowFinding(n: number, hash: string, text: string): [row: number, message: string] | null {
    const expected = this.#position + 1;
    if (n > expected) return [expected, n === expected + 1 ? 'is missing' : `to ${n - 1} are missing`];
    if (n < expected) return [n, 'stands in another place than it was sealed in'];
    if (text === 'null') return [n, 'was removed: only its hash is left'];
    const isSealed = sha256(`${this.#head}\n${text}\n`) === hash;
    return isSealed ? null : [n, 'was changed or moved: it is not what was sealed here'];
  }

  #other({ checkpoint, end }: LineObject): void {
    if (isCheckpoint(checkpoint)) this.#claims.take(checkpoint, this.#position, this.#head);
    else if (isEnd(end)) this.#end(end);
    else this.#findings.add(null, `its line ${this.#lines} cannot be read`);
  }

  #end({ sealed, waiting }: End): void {
    this.#hasEnd = true;
    const counts = this.#counts;
    if (sealed === counts.sealed && waiting === counts.waiting) return;
    const [said, found] = [`${sealed} sealed rows and ${waiting} waiting`, `${counts.sealed} and ${counts.waiting}`];
    this.#findings.add(null, `its last line counts ${said}, and there are ${found}`);
  }
}

type LineObject = {
  format?: unknown;
  at?: unknown;
  filter?: unknown;
  keys?: unknown;
  checkpoint?: unknown;
  end?: unknown;
};
interface End {
  sealed: number;
  waiting: number;
}
const isEnd = (value: unknown): value is End => {
  const { sealed, waiting } = (value ?? {}) as Partial<End>;
  return typeof sealed === 'number' && typeof waiting === 'number';
};

const objectOf = (line: string): LineObject => {
  try {
    const value: unknown = JSON.parse(line);
    return typeof value === 'object' && value !== null ? value : {};
  } catch {
    return {};
  }
};
