/** Named and shaped like the errors of AWS's other APIs, so that the same rules read it: what to try again, what not. */
export class ScimError extends Error {
  readonly $metadata: { httpStatusCode: number };
  constructor(name: string, message: string, httpStatusCode: number) {
    super(message);
    this.name = name;
    this.$metadata = { httpStatusCode };
  }
}

const names: Record<number, string> = {
  401: 'AccessDeniedException',
  403: 'AccessDeniedException',
  404: 'ResourceNotFoundException',
  429: 'ThrottlingException',
};

/** AWS's body says one sentence: https://docs.aws.amazon.com/singlesignon/latest/developerguide/limitations.html */
export const scimErrorOf = (status: number, body: unknown): ScimError => {
  const { detail, message } = (typeof body === 'object' && body !== null ? body : {}) as Record<string, unknown>;
  const said = [detail, message].find((text) => typeof text === 'string' && text !== '') as string | undefined;
  const name = names[status] ?? (status >= 500 ? 'InternalServerException' : 'ScimException');
  return new ScimError(name, (said ?? `HTTP ${status}`).slice(0, 500), status);
};
