import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { SNAPSHOT_FORMAT, World, type WorldData } from './world.ts';

const DEBOUNCE_MS = 200;

/** Keeps a world in a file: written whole beside it and moved into place, so that a kill leaves the last good one. */
export class SnapshotFile {
  readonly #path: string;
  #timer: NodeJS.Timeout | undefined;
  #written: { world: World; revision: number } | undefined;

  constructor(path: string) {
    this.#path = path;
  }

  /** The world kept in the file, if it is one of that name. */
  load(name: string): World | undefined {
    if (!existsSync(this.#path)) return undefined;
    const data = parse(readFileSync(this.#path, 'utf8'));
    if (data?.format !== SNAPSHOT_FORMAT) {
      throw new Error(`${this.#path} is no snapshot of this version of the simulator: name another file or delete it`);
    }
    if (data.name !== name) {
      throw new Error(`${this.#path} holds the world "${data.name}", not "${name}": name another file or delete it`);
    }
    const world = new World(data);
    this.#written = { world, revision: world.revision };
    return world;
  }

  /** Writes soon, if the world changed; then the world that is current, which a reset may have put in place. */
  schedule(current: () => World): void {
    if (this.#timer || this.#isWritten(current())) return;
    this.#timer = setTimeout(() => this.flush(current()), DEBOUNCE_MS);
  }

  flush(world: World): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    if (this.#isWritten(world)) return;
    mkdirSync(dirname(this.#path), { recursive: true });
    const draft = `${this.#path}.writing`;
    writeFileSync(draft, JSON.stringify(world.toData()), { mode: 0o600 });
    renameSync(draft, this.#path);
    this.#written = { world, revision: world.revision };
  }

  #isWritten(world: World): boolean {
    return this.#written?.world === world && this.#written.revision === world.revision;
  }
}

function parse(text: string): WorldData | undefined {
  try {
    return JSON.parse(text) as WorldData;
  } catch {
    return undefined;
  }
}
