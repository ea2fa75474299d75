export type EmbeddedPostgresProblem =
  | 'unsupported-platform'
  | 'binaries-missing'
  | 'in-use'
  | 'other-major'
  | 'other-owner'
  | 'unreachable'
  | 'port-taken'
  | 'initialise-failed'
  | 'start-failed';

/** Why the embedded PostgreSQL can't run here. The message is one line for the person who starts the program. */
export class EmbeddedPostgresError extends Error {
  readonly problem: EmbeddedPostgresProblem;

  constructor(problem: EmbeddedPostgresProblem, message: string) {
    super(message);
    this.name = 'EmbeddedPostgresError';
    this.problem = problem;
  }
}
