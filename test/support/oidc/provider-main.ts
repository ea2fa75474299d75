import { generateKeyPairSync } from 'node:crypto';
import { createServer } from 'node:http';
import Provider, { type Configuration, type JWK } from 'oidc-provider';
import type { ProviderControl, ProviderOptions } from './start-provider.ts';

// A provider of OpenID Connect as a process of its own: panva's oidc-provider, certified, with its own login page. Tests
// say by the control address who exists there, and what is wrong with it. It ends with its standard input.
const { port, ...options } = JSON.parse(process.argv[2] ?? '{}') as ProviderOptions & { port: number };
const issuer = `http://127.0.0.1:${port}`;

let accounts: NonNullable<ProviderControl['accounts']> = {};
let failWith: number | null = null;
const realNow = Date.now;

const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
const { privateKey: cookieKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
const configuration: Configuration = {
  clients: [
    {
      client_id: 'countersign',
      client_secret: options.clientSecret,
      redirect_uris: [...options.redirectUris],
      post_logout_redirect_uris: [...options.signedOutUris],
      ...(options.clientAuthentication ? { token_endpoint_auth_method: options.clientAuthentication } : {}),
    },
  ],
  jwks: { keys: [{ ...(privateKey.export({ format: 'jwk' }) as JWK), use: 'sig', alg: 'RS256' }] },
  cookies: { keys: [cookieKey.export({ format: 'pem', type: 'pkcs8' }).toString()] },
  claims: { openid: ['sub'], email: ['email', 'email_verified'], profile: ['name'], groups: ['groups'] },
  scopes: ['openid', 'groups'],
  // True, as the specification has it: claims of scopes are told at the UserInfo endpoint only.
  conformIdTokenClaims: !options.claimsInIdToken,
  findAccount: (_, id) => ({ accountId: id, claims: () => ({ sub: id, ...accounts[id] }) }),
  // Whoever signs in has agreed: consent is not what is tested.
  async loadExistingGrant(ctx) {
    const { client, session, provider } = ctx.oidc;
    if (!client || !session?.accountId) return undefined;
    const grant = new provider.Grant({ clientId: client.clientId, accountId: session.accountId });
    grant.addOIDCScope('openid email profile groups');
    await grant.save();
    return grant;
  },
  features: {
    devInteractions: { enabled: true },
    pushedAuthorizationRequests: { enabled: options.takesPushedRequests !== false },
    rpInitiatedLogout: { enabled: options.offersSignOut !== false },
  },
};
const provider = new Provider(issuer, configuration);
const answer = provider.callback();

const control = (told: ProviderControl): void => {
  if (told.accounts) accounts = told.accounts;
  if (told.failWith !== undefined) failWith = told.failWith;
  if (told.clockOffsetMs !== undefined) {
    const offsetMs = told.clockOffsetMs;
    Date.now = () => realNow() + offsetMs;
  }
};

/** The library takes the secret either way, whatever the client is registered with; other providers do not. */
const isWronglyAuthenticated = (authorization: string | undefined): boolean =>
  options.clientAuthentication === 'client_secret_post' && authorization?.startsWith('Basic ') === true;

const server = createServer((request, response) => {
  if (request.url === '/control') {
    let text = '';
    request.on('data', (part) => {
      text += part;
    });
    request.on('end', () => {
      control(JSON.parse(text) as ProviderControl);
      response.end();
    });
  } else if (isWronglyAuthenticated(request.headers.authorization))
    response.writeHead(401, { 'content-type': 'application/json' }).end('{"error":"invalid_client"}');
  else if (failWith !== null) response.writeHead(failWith).end();
  else answer(request, response);
});
server.listen(port, '127.0.0.1', () => console.log(`ready at ${issuer}`));
process.stdin.resume().on('end', () => process.exit());
