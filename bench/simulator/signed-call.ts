/** A request as the SDK would have sent it: signed, to be sent as often as its signature is good (five minutes). */
export interface SignedCall {
  readonly method: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
}

interface HttpRequest {
  readonly method: string;
  readonly path: string;
  readonly headers: Record<string, string>;
  readonly body?: string | Uint8Array<ArrayBuffer>;
}

/** Catches what an SDK client would send: serialised and signed by the SDK, with the settings it is given. */
export class Recorder {
  readonly #kept: SignedCall[] = [];
  readonly settings = {
    maxAttempts: 1,
    requestHandler: {
      handle: async (request: unknown): Promise<never> => {
        const { method, path, headers, body } = request as HttpRequest;
        // Signed, but each sender writes it by itself, and twice is once too often.
        const { 'content-length': _, ...rest } = headers;
        this.#kept.push({ method, path, headers: rest, body: Buffer.from(body ?? '') });
        throw new Kept();
      },
    },
  };

  /** The calls of sendings that all go through this recorder. */
  async calls(sendings: Iterable<Promise<unknown>>): Promise<SignedCall[]> {
    for (const sending of sendings) {
      await sending.catch((error: unknown) => {
        if (!(error instanceof Kept)) throw error;
      });
    }
    return this.#kept.splice(0);
  }
}

class Kept extends Error {}

/** Sends a signed call and gives its answer's text; throws when it is refused. */
export async function send(url: string, { method, path, headers, body }: SignedCall): Promise<string> {
  const { host: _, ...rest } = headers;
  const response = await fetch(url + path, { method, headers: rest, body: new Uint8Array(body) });
  const text = await response.text();
  if (!response.ok) throw new Error(`${response.status} ${text}`);
  return text;
}
