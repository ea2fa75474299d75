import type { PackKey } from '../evidence/signing-keys.ts';
import { type Checkpoint, type Signer, signerOfCheckpoint } from './checkpoints.ts';
import type { Findings } from './findings.ts';
import type { Kept } from './kept-checkpoints.ts';

interface Claim {
  checkpoint: Checkpoint;
  where: 'that you kept' | 'in it';
}
export interface Signed {
  signer: Signer;
  checkpoint: Checkpoint | null;
  fingerprint: string | null;
}

/** What checkpoints, the log's own and those that the reader kept, say of rows; compared when the row comes. */
export class Claims {
  readonly #waiting = new Map<number, Claim[]>();
  readonly #kept: Kept;
  readonly #findings: Findings;
  #keys: readonly PackKey[];
  readonly #newest = new Map<Signer, Signed>();

  constructor(kept: Kept, findings: Findings) {
    this.#kept = kept;
    this.#findings = findings;
    this.#keys = kept.keys;
    for (const checkpoint of kept.checkpoints) this.#wait({ checkpoint, where: 'that you kept' });
  }

  /** What the reader kept comes first: a key of the log that only pretends to be one of these is not looked at. */
  know(keys: readonly PackKey[]): void {
    this.#keys = [...this.#kept.keys, ...keys];
  }

  /** A checkpoint of the log. Its row stands before it, unless that was taken out. */
  take(checkpoint: Checkpoint, row: number, head: string): void {
    if (checkpoint.count === row) this.#compare({ checkpoint, where: 'in it' }, head);
    else if (checkpoint.count < row)
      this.#findings.add(row, `is followed by a checkpoint that is for ${checkpoint.count} rows`);
    else this.#wait({ checkpoint, where: 'in it' });
  }

  atRow(row: number, head: string): void {
    for (const claim of this.#waiting.get(row) ?? []) this.#compare(claim, head);
    this.#waiting.delete(row);
  }

  /** Of claims on rows behind the last, the one that goes farthest says it for all. */
  atEnd(lastRow: number): void {
    const beyond = [...this.#waiting.values()].flat().filter(({ checkpoint }) => checkpoint.count > lastRow);
    const farthest = beyond.sort((a, b) => b.checkpoint.count - a.checkpoint.count)[0];
    if (farthest) {
      const { at, count } = farthest.checkpoint;
      this.#findings.add(
        lastRow + 1,
        `and all after it are cut off: the checkpoint of ${at} ${farthest.where} is for ${count} rows, and ${lastRow} are left`,
      );
    }
    const [trusted, unknown] = [this.#newest.get('trusted')?.checkpoint, this.#newest.get('unknown')?.checkpoint];
    if (trusted && unknown && unknown.count > trusted.count)
      this.#findings.add(unknown.count, `the checkpoint of ${unknown.at} is signed by none of the keys that you trust`);
  }

  /** The newest that fits: by a key that the reader trusts if there is one, otherwise by any. */
  signed(): Signed {
    const none: Signed = { signer: 'none', checkpoint: null, fingerprint: null };
    return this.#newest.get('trusted') ?? this.#newest.get('unknown') ?? none;
  }

  #wait(claim: Claim): void {
    const { count } = claim.checkpoint;
    this.#waiting.set(count, [...(this.#waiting.get(count) ?? []), claim]);
  }

  #compare({ checkpoint, where }: Claim, head: string): void {
    const { count, at, keyId } = checkpoint;
    const { signer, fingerprint } = signerOfCheckpoint(checkpoint, this.#keys, this.#kept.trusted);
    if (signer === 'none') this.#findings.add(count, `the checkpoint of ${at} ${where} was not signed by key ${keyId}`);
    else if (checkpoint.head === head) this.#newest.set(signer, { signer, checkpoint, fingerprint });
    else
      this.#findings.add(
        count,
        `up to here this is not the log that the checkpoint of ${at} ${where} signed: it was rewritten`,
      );
  }
}
