import {
  closeSync,
  existsSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { dirname } from 'node:path';
import { SNAPSHOT_FORMAT, type World, type WorldData } from '../world.ts';
import { parseEntry, writtenEntry } from './journal-line.ts';

const DEBOUNCE_MS = 200;
/** A journal longer than that, and than the world itself, is folded into the world: its cost stays in proportion. */
const MIN_FOLDED_BYTES = 16 * 1024 * 1024;

/** How to make a world of what was kept, and how to do again what the journal holds. */
export interface Restoring<Entry> {
  restore(data: WorldData): World;
  replay(world: World, entries: Iterable<Entry>): void;
}

type Snapshot = WorldData & { readonly journal?: number };

/**
 * Keeps a world in a file, written whole beside it and moved into place, and what was done since in a journal, line by
 * line before the answer leaves: a kill loses nothing that was answered, and a change costs a line, not a world. What
 * changes the world without an entry has it written whole soon.
 */
export class SnapshotFile<Entry extends object> {
  readonly #path: string;
  #timer: NodeJS.Timeout | undefined;
  /** What file and journal together hold. */
  #kept: { readonly world: World; revision: number } | undefined;
  #generation = 0;
  #snapshotBytes = 0;
  #journal: { readonly descriptor: number; bytes: number } | undefined;

  constructor(path: string) {
    this.#path = path;
  }

  get #journalPath(): string {
    return `${this.#path}.journal`;
  }

  /** The world kept in the file, if it is one of that name; otherwise the new one is kept from now on. */
  open(name: string, makeWorld: () => World, restoring: Restoring<Entry>): World {
    const world = existsSync(this.#path) ? this.#load(name, restoring) : makeWorld();
    this.#writeWhole(world);
    return world;
  }

  #load(name: string, { restore, replay }: Restoring<Entry>): World {
    const refuse = (reason: string) => new Error(`${this.#path} ${reason}: name another file or delete it`);
    const data = parse(readFileSync(this.#path, 'utf8'));
    if (data?.format !== SNAPSHOT_FORMAT) throw refuse('is no snapshot of this version of the simulator');
    if (data.name !== name) throw refuse(`holds the world "${data.name}", not "${name}"`);
    this.#generation = data.journal ?? 0;
    try {
      const world = restore(data);
      replay(world, this.#entries());
      return world;
    } catch (error) {
      throw refuse(`can not be read any more (${error instanceof Error ? error.message : error})`);
    }
  }

  /** Of the journal that goes on from the snapshot; a last line that a kill cut off was never answered. */
  #entries(): Entry[] {
    if (!existsSync(this.#journalPath)) return [];
    const [head = '', ...lines] = readFileSync(this.#journalPath, 'utf8').split('\n');
    if (head !== String(this.#generation)) return [];
    return lines.slice(0, -1).map((line) => parseEntry(line) as Entry);
  }

  record(world: World, entry: Entry, revisionBefore: number): void {
    const isNext = this.#kept?.world === world && this.#kept.revision === revisionBefore;
    // Otherwise something changed that no entry tells of: the whole writing that is due will hold this too.
    if (!isNext || !this.#kept || !this.#journal) return;
    this.#journal.bytes += writeSync(this.#journal.descriptor, `${writtenEntry(entry)}\n`);
    this.#kept.revision = world.revision;
    if (this.#journal.bytes > Math.max(MIN_FOLDED_BYTES, this.#snapshotBytes)) this.#writeWhole(world);
  }

  /** Writes soon, if something changed without an entry; then the world that is current, as a reset may have made it. */
  schedule(current: () => World): void {
    if (this.#timer || this.#isKept(current())) return;
    this.#timer = setTimeout(() => this.#writeWhole(current()), DEBOUNCE_MS);
  }

  /** Leaves the file alone, whole. */
  close(world: World): void {
    if (!this.#isKept(world) || this.#journal?.bytes) this.#writeWhole(world);
    clearTimeout(this.#timer);
    if (this.#journal) closeSync(this.#journal.descriptor);
    rmSync(this.#journalPath, { force: true });
  }

  #isKept(world: World): boolean {
    return this.#kept?.world === world && this.#kept.revision === world.revision;
  }

  #writeWhole(world: World): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    mkdirSync(dirname(this.#path), { recursive: true });
    this.#generation += 1;
    const snapshot: Snapshot = { ...world.toData('built'), journal: this.#generation };
    const text = JSON.stringify(snapshot);
    const draft = `${this.#path}.writing`;
    writeFileSync(draft, text, { mode: 0o600 });
    renameSync(draft, this.#path);
    // A kill between these two leaves a journal of the generation before, which nobody reads.
    if (this.#journal) closeSync(this.#journal.descriptor);
    const descriptor = openSync(this.#journalPath, 'w', 0o600);
    writeSync(descriptor, `${this.#generation}\n`);
    this.#journal = { descriptor, bytes: 0 };
    this.#snapshotBytes = text.length;
    this.#kept = { world, revision: world.revision };
  }
}

function parse(text: string): Snapshot | undefined {
  try {
    return JSON.parse(text) as Snapshot;
  } catch {
    return undefined;
  }
}
