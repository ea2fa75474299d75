/** The simulator's clock: real time plus what a test has moved it on by. */
export class Clock {
  #offsetMs: number;
  #heldMs: number | undefined;

  constructor(offsetMs = 0) {
    this.#offsetMs = offsetMs;
  }

  get offsetMs(): number {
    return this.#offsetMs;
  }

  now(): number {
    return (this.#heldMs ?? Date.now()) + this.#offsetMs;
  }

  advance(ms: number): void {
    this.#offsetMs += ms;
  }

  /** Real time stands still while it works: all that one call does happens at one instant. */
  hold<T>(realMs: number, work: () => T): T {
    this.#heldMs = realMs;
    try {
      return work();
    } finally {
      this.#heldMs = undefined;
    }
  }
}
