export interface LogFinding {
  /** The place in the chain, from 1; null for the log as a whole. */
  row: number | null;
  message: string;
}

const most = 10;

/** What is wrong with a log: the first ones, which say what happened, and how many more. */
export class Findings {
  readonly #first: LogFinding[] = [];
  #more = 0;

  add(row: number | null, message: string): void {
    if (this.#first.length < most) this.#first.push({ row, message });
    else this.#more += 1;
  }

  all(): LogFinding[] {
    return this.#more === 0 ? this.#first : [...this.#first, { row: null, message: `and ${this.#more} more` }];
  }
}
