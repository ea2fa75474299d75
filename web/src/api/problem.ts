import type { Problem } from '../../../src/contract/shared.ts';

/** A refusal of the API, with its problem document. */
export class ApiProblem extends Error {
  readonly problem: Problem;

  constructor(problem: Problem) {
    super(problem.detail);
    this.name = 'ApiProblem';
    this.problem = problem;
  }

  /** The message for one field of a form, where the server named it. */
  forField(field: string): string | undefined {
    const listed = this.problem.fields?.find((at) => at.field === field || at.field.endsWith(`.${field}`));
    if (listed) return listed.message;
    return this.problem.field === field ? this.problem.detail : undefined;
  }
}

/** No answer at all: the server is down, or the network is. */
export class Unreachable extends Error {
  constructor() {
    super('Countersign does not answer. It may be restarting; nothing you entered is lost.');
    this.name = 'Unreachable';
  }
}

export const problemOf = (error: unknown): ApiProblem | null => (error instanceof ApiProblem ? error : null);
export const statusOf = (error: unknown): number | null => problemOf(error)?.problem.status ?? null;
export const sentenceOf = (error: unknown): string =>
  error instanceof ApiProblem || error instanceof Unreachable ? error.message : 'Something went wrong in this page.';
