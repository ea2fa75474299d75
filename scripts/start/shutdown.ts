/** Something that was started and has to be ended. */
export interface Ending {
  readonly name: string;
  /** Not worth telling the person about. */
  readonly isSilent?: boolean;
  end(): Promise<void>;
}

/**
 * Ends what was started, newest first, once, whoever asks first: Ctrl-C, a signal, a part that gave up, a failed start.
 * `done` settles with the exit code when all have ended.
 */
export class Shutdown {
  readonly done: Promise<number>;
  /** Aborted as soon as the end begins: steps under way give up. */
  readonly signal: AbortSignal;
  readonly #endings: Ending[] = [];
  readonly #controller = new AbortController();
  readonly #settle: (code: number) => void;

  constructor() {
    const { promise, resolve } = Promise.withResolvers<number>();
    this.done = promise;
    this.#settle = resolve;
    this.signal = this.#controller.signal;
  }

  get hasBegun(): boolean {
    return this.signal.aborted;
  }

  /** To be ended before everything added earlier. Added too late, it is ended at once. */
  async add(ending: Ending): Promise<void> {
    if (this.hasBegun) await ending.end();
    else this.#endings.push(ending);
  }

  begin(code: number): void {
    if (this.hasBegun) return;
    if (this.#hasParts()) console.log('\nStopping …');
    this.#controller.abort();
    void this.#endAll().then(() => this.#settle(code));
  }

  async #endAll(): Promise<void> {
    const hasParts = this.#hasParts();
    for (const ending of this.#endings.reverse()) {
      await ending.end().catch((error: unknown) => console.error(`The ${ending.name} did not end in order:`, error));
    }
    if (hasParts) console.log('Stopped.');
  }

  #hasParts(): boolean {
    return this.#endings.some((ending) => !ending.isSilent);
  }
}
