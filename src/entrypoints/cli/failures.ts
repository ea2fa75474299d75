import type { Problem } from '../../contract/shared.ts';

/** Fixed for scripts; documented in docs/cli.md. */
export const exitCodes = { done: 0, refused: 1, wrongUsage: 2, notVerified: 3, unreachable: 4 } as const;

/** The server said no; its problem document says why. */
export class ServerRefused extends Error {
  readonly problem: Problem;
  constructor(problem: Problem) {
    super(problem.detail);
    this.problem = problem;
  }
}

/** Nothing that speaks our API answers at this address. */
export class ServerUnreachable extends Error {
  readonly url: string;
  constructor(url: string, reason: string) {
    super(`${url} does not answer: ${reason}.`);
    this.url = url;
  }
}

/** What was typed cannot be done as typed; `mend` says what to type instead. */
export class WrongUsage extends Error {
  readonly mend: string;
  constructor(message: string, mend: string) {
    super(message);
    this.mend = mend;
  }
}

/** Asked and answered, and the answer is "not as it should be": a failed connection test, a failed sync. */
export class NotVerified extends Error {
  readonly mend: string;
  constructor(message: string, mend: string) {
    super(message);
    this.mend = mend;
  }
}
