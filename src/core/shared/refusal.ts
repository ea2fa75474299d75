/** The five ways to say no (architecture.md). Anything thrown that is not a Refusal is a bug and becomes a 500. */
export type RefusalKind = 'invalid' | 'forbidden' | 'not-found' | 'conflict' | 'unavailable';

/** An expected, public "no": a stable code (docs/errors.md), a sentence, and the facts that explain it. */
export class Refusal extends Error {
  readonly code: string;
  readonly kind: RefusalKind;
  /** The request field at fault, where there is one, so that the screen can put the message beside it. */
  readonly field: string | undefined;
  readonly facts: Record<string, unknown>;

  constructor(
    kind: RefusalKind,
    code: string,
    message: string,
    options: { field?: string; facts?: Record<string, unknown> } = {},
  ) {
    super(message);
    this.name = 'Refusal';
    this.kind = kind;
    this.code = code;
    this.field = options.field;
    this.facts = options.facts ?? {};
  }
}
