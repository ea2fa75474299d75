import { ScimError, scimErrorOf } from './scim-error.ts';

/** A page of a hundred users is a tenth of that; what is larger is not AWS's. */
const largestBody = 5_000_000;
const timeoutMs = 20_000;

/**
 * One GET by the bearer token. Redirects are not followed: the token is for this host only. Throws ScimError for what
 * AWS refuses, the network's own errors otherwise; none of them says the token.
 */
export async function askScim(url: string, token: string, signal: AbortSignal): Promise<unknown> {
  try {
    return await ask(url, token, signal);
  } catch (error) {
    throw withoutToken(error, token);
  }
}

/** fetch quotes a header that it cannot send, and an endpoint may quote what it was sent; both end in checklist and log. */
function withoutToken(error: unknown, token: string): unknown {
  if (!(error instanceof Error) || !`${error.message}${error.stack}`.includes(token)) return error;
  if (error instanceof ScimError)
    return new ScimError(error.name, error.message.replaceAll(token, '[secret]'), error.$metadata.httpStatusCode);
  return new Error('The request could not be sent with this token.');
}

async function ask(url: string, token: string, signal: AbortSignal): Promise<unknown> {
  const answer = await fetch(url, {
    headers: { authorization: `Bearer ${token}`, accept: 'application/scim+json, application/json' },
    redirect: 'error',
    signal: AbortSignal.any([signal, AbortSignal.timeout(timeoutMs)]),
  }).catch((error: unknown) => {
    // fetch hides the network's code, which says whether to try again, in its cause.
    throw error instanceof Error && error.cause instanceof Error ? error.cause : error;
  });
  const body = parsed(await textOf(answer));
  if (!answer.ok) throw scimErrorOf(answer.status, body);
  if (typeof body !== 'object' || body === null)
    throw new ScimError('IncompleteAnswer', 'The SCIM API sent something else than JSON.', answer.status);
  return body;
}

async function textOf(answer: Response): Promise<string> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of answer.body ?? []) {
    size += chunk.byteLength;
    if (size > largestBody) throw new ScimError('IncompleteAnswer', 'The answer is too long.', answer.status);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
