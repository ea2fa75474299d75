/** What the provider sends a browser back to us with. */
export type SentBack = Record<'state', string> & Partial<Record<'code' | 'iss' | 'error' | 'errorDescription', string>>;

const mostSteps = 12;

/** A browser as far as the provider's pages need one: it keeps cookies, follows redirects and fills in one form. */
const visitor = () => {
  const jar = new Map<string, string>();
  return async (url: string, form?: Record<string, string>): Promise<Response> => {
    const response = await fetch(url, {
      redirect: 'manual',
      headers: { cookie: [...jar].map(([name, value]) => `${name}=${value}`).join('; ') },
      ...(form ? { method: 'POST', body: new URLSearchParams(form) } : {}),
    });
    for (const cookie of response.headers.getSetCookie()) {
      const [name = '', value = ''] = (cookie.split(';')[0] ?? '').split(/=(.*)/s);
      jar.set(name, value);
    }
    return response;
  };
};

/** Signs in at the provider's own login page, or declines there; gives what the browser comes back to `redirectUri` with. */
export const signInAt = async (
  authorizationUrl: string,
  redirectUri: string,
  login: string | null,
): Promise<SentBack> => {
  const visit = visitor();
  let url = authorizationUrl;
  let response = await visit(url);
  for (let step = 0; step < mostSteps; step += 1) {
    const location = response.headers.get('location');
    if (location !== null) {
      url = new URL(location, url).href;
      if (url.startsWith(redirectUri)) return sentBack(new URL(url).searchParams);
      response = await visit(url);
      continue;
    }
    const page = await response.text();
    const action = /<form[^>]* action="([^"]+)"/.exec(page)?.[1];
    const abort = /href="([^"]+\/abort)"/.exec(page)?.[1];
    const target = login === null ? abort : action;
    if (target === undefined)
      throw new Error(`The provider answered ${response.status} at ${url}:\n${page.slice(0, 2000)}`);
    url = new URL(target, url).href;
    response = login === null ? await visit(url) : await visit(url, { prompt: 'login', login, password: 'any' });
  }
  throw new Error(`The provider did not send the browser back in ${mostSteps} steps; last at ${url}.`);
};

const sentBack = (query: URLSearchParams): SentBack => {
  const { error_description: errorDescription, ...rest } = Object.fromEntries(query);
  return { ...rest, ...(errorDescription === undefined ? {} : { errorDescription }) } as SentBack;
};
