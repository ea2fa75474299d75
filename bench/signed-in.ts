// biome-ignore lint/suspicious/noExplicitAny: a bench looks at a few members of many answers
export type CallApi = (method: string, path: string, body?: unknown) => Promise<any>;

/** Signs in to the demo as its Super Administrator; what it returns calls the API and throws what is refused. */
export async function signedIn(url: string): Promise<CallApi> {
  const headers: Record<string, string> = { 'content-type': 'application/json' };
  const call: CallApi = async (method, path, body = method === 'GET' ? undefined : {}) => {
    const response = await fetch(url + path, {
      method,
      headers,
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${await response.text()}`);
    const cookie = response.headers.get('set-cookie')?.split(';')[0];
    if (cookie) headers.cookie = cookie;
    return response.json();
  };
  await call('POST', '/api/v1/session', { kind: 'demo', as: 'super-administrator' });
  return call;
}
