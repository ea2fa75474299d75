import { parseEntry, writtenEntry } from '../state/persistence/journal-line.ts';
import type { Restoring } from '../state/persistence/snapshot-file.ts';
import type { World, WorldData } from '../state/world.ts';
import type { LagRule } from './lag-rule.ts';

interface Waiting {
  /** Written down as in the journal: nothing of it is shared with the world it comes from. */
  readonly line: string;
  readonly clockOffsetMs: number;
  readonly visibleAt: number;
}

/**
 * A second world that comes after the first: it does the same changes, each one `lagMs` later. So it is what the first
 * one was then, whole and in order, as a replica of AWS's is.
 */
export class ReadLag<Entry extends object> {
  readonly rule: LagRule;
  readonly #world: World;
  readonly #restoring: Restoring<Entry>;
  #replica: World;
  #waiting: Waiting[] = [];
  /** Of the world, as far as the replica and what waits for it go. */
  #revision: number;
  #copies = 0;
  #random = 1;

  constructor(world: World, rule: LagRule, restoring: Restoring<Entry>) {
    this.#world = world;
    this.rule = rule;
    this.#restoring = restoring;
    this.#replica = this.#copied();
    this.#revision = world.revision;
  }

  /** The rule, how many changes are not seen yet, and how often the replica was copied from the world as it is. */
  toJSON(): LagRule & { readonly waiting: number; readonly copies: number } {
    this.#catchUp();
    return { ...this.rule, waiting: this.#waiting.length, copies: this.#copies };
  }

  /** Told of every change, with what it went on from and the instant by the world's clock. */
  record(entry: Entry, revisionBefore: number, clockOffsetMs: number, happenedAt: number): void {
    if (revisionBefore !== this.#revision) return;
    this.#revision = this.#world.revision;
    const visibleAt = happenedAt + this.rule.lagMs;
    this.#waiting.push({ line: writtenEntry(entry), clockOffsetMs, visibleAt });
    this.#catchUp();
  }

  /** Whether the next call sees the world as it was: Lehmer's generator, the same calls see the same. */
  isBehind(): boolean {
    if (this.rule.rate === undefined) return true;
    this.#random = (this.#random * 48271) % 2147483647;
    return this.#random / 2147483647 < this.rule.rate;
  }

  /** The world as it was. */
  replica(): World {
    this.#catchUp();
    return this.#replica;
  }

  #catchUp(): void {
    // Somebody changed the world itself, as a test in the same process may: no change tells of it.
    if (this.#world.revision !== this.#revision) {
      this.#startOver();
      return;
    }
    const now = this.#world.clock.now();
    const firstUnseen = this.#waiting.findIndex(({ visibleAt }) => visibleAt > now);
    const due = this.#waiting.splice(0, firstUnseen < 0 ? this.#waiting.length : firstUnseen);
    if (due.length === 0) return;
    try {
      this.#restoring.replay(this.#replica, entriesInTime<Entry>(this.#replica, due));
    } catch {
      this.#startOver();
    }
  }

  #startOver(): void {
    this.#replica = this.#copied();
    this.#revision = this.#world.revision;
    this.#waiting = [];
  }

  #copied(): World {
    this.#copies += 1;
    return this.#restoring.restore(JSON.parse(JSON.stringify(this.#world.toData('built'))) as WorldData);
  }
}

/** Does something in a world as it was, but by the clock of the one that is: nothing expires late there. */
export function atPresent<T>(replica: World, world: World, work: () => T): T {
  return replica.clock.hold(world.clock.now() - replica.clock.offsetMs, work);
}

/** Each entry with the clock that it happened by: a clock moved on by no entry moves the replica's too. */
function* entriesInTime<Entry>(replica: World, due: readonly Waiting[]): Iterable<Entry> {
  for (const { line, clockOffsetMs } of due) {
    replica.clock.advance(clockOffsetMs - replica.clock.offsetMs);
    yield parseEntry(line) as Entry;
  }
}
