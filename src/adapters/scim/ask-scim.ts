import { ScimError, scimErrorOf } from './scim-error.ts';

/** A page of a hundred users is a tenth of that; what is larger is not AWS's. */
const largestBody = 5_000_000;
const timeoutMs = 20_000;

/**
 * One GET by the bearer token. Redirects are not followed: the token is for this host only. Throws ScimError for what
 * AWS refuses, the network's own errors otherwise.
 */
export async function askScim(url: string, token: string, signal: AbortSignal): Promise<unknown> {
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
