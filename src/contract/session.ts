import { z } from 'zod';
import { isOwnPath } from './own-path.ts';
import { routes } from './route.ts';
import { Instant, PersonId } from './shared.ts';

export const demoSignIns = [
  'super-administrator',
  'connector-administrator',
  'campaign-administrator',
  'auditor',
  'manager',
  'employee',
] as const;

export const Session = z
  .object({
    person: z.object({ id: PersonId, name: z.string(), email: z.string().nullable(), title: z.string().nullable() }),
    roles: z.array(z.string()),
    permissions: z.array(z.string()),
    /** How many people report to this person: a manager sees them. */
    reportCount: z.number().int(),
    isDemo: z.boolean(),
    /** The organization's name for the foot of the navigation, from the inventory; null before the first sync. */
    organizationName: z.string().nullable(),
    lastPublishedAt: Instant.nullable(),
    version: z.string(),
  })
  .meta({ id: 'Session' });
export type Session = z.infer<typeof Session>;

const OwnPath = z.string().max(2000).refine(isOwnPath, 'Must be a path of this site');

const SignIn = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('demo'), as: z.union([z.enum(demoSignIns), PersonId]) }),
  z.object({ kind: z.literal('password'), email: z.email().max(254), password: z.string().min(1).max(200) }),
]);
export const SignInOptions = z
  .object({
    isDemo: z.boolean(),
    isFirstRunPending: z.boolean(),
    /** The OpenID Connect provider; null where there is none. */
    provider: z.object({ name: z.string() }).nullable(),
    /** Whether a password opens anything; beside a provider it is for the local administrator. */
    isLocalSignInAllowed: z.boolean(),
    /** False: people are to come by plain http, and whoever listens on the way can read cookie and password. */
    isHttps: z.boolean(),
  })
  .meta({ id: 'SignInOptions' });
export const DemoSignIn = z
  .object({
    as: z.enum(demoSignIns),
    person: z.object({ id: PersonId, name: z.string(), title: z.string().nullable() }),
    description: z.string(),
  })
  .meta({ id: 'DemoSignIn' });
export const ApiToken = z
  .object({
    id: z.string(),
    name: z.string(),
    createdAt: Instant,
    expiresAt: Instant,
    lastUsedAt: Instant.nullable(),
  })
  .meta({ id: 'ApiToken' });

const tag = 'Session';
export const sessionRoutes = routes({
  signInOptions: {
    method: 'GET',
    path: '/api/v1/sign-in-options',
    permission: 'public',
    tag,
    summary: 'How one may sign in here',
    response: SignInOptions,
  },
  demoSignIns: {
    method: 'GET',
    path: '/api/v1/demo/sign-ins',
    permission: 'public',
    tag,
    summary: 'People of the demo to sign in as (demo only)',
    response: z.object({ items: z.array(DemoSignIn) }),
  },
  signIn: {
    method: 'POST',
    path: '/api/v1/session',
    permission: 'public',
    isSignIn: true,
    tag,
    summary: 'Sign in; sets the session cookie',
    body: SignIn,
    response: Session,
    status: 201,
  },
  beginOidcSignIn: {
    method: 'POST',
    path: '/api/v1/oidc-sign-ins',
    permission: 'public',
    isSignIn: true,
    tag,
    summary: 'Begin to sign in at the OpenID Connect provider; sets a cookie that the answer must come back with',
    body: z.object({ next: OwnPath.default('/') }),
    response: z.object({ authorizationUrl: z.url() }),
    status: 201,
  },
  finishOidcSignIn: {
    method: 'POST',
    path: '/api/v1/oidc-sign-ins/finish',
    permission: 'public',
    isSignIn: true,
    tag,
    summary: 'Sign in with what the provider sent the browser back with; sets the session cookie',
    body: z.object({
      state: z.string().max(500),
      code: z.string().max(8000).optional(),
      iss: z.string().max(500).optional(),
      error: z.string().max(200).optional(),
      errorDescription: z.string().max(1000).optional(),
    }),
    response: z.object({ session: Session, next: z.string() }),
    status: 201,
  },
  firstRun: {
    method: 'POST',
    path: '/api/v1/first-run',
    permission: 'public',
    isSignIn: true,
    tag,
    summary: 'Become the first Super Administrator with the one-time link',
    body: z.object({
      token: z.string().min(20).max(200),
      name: z.string().min(1).max(200),
      email: z.email().max(254),
      password: z.string().min(12).max(200),
    }),
    response: Session,
    status: 201,
  },
  whoAmI: {
    method: 'GET',
    path: '/api/v1/session',
    permission: 'session.use',
    tag,
    summary: 'Who is signed in, with roles and permissions',
    response: Session,
  },
  signOut: {
    method: 'DELETE',
    path: '/api/v1/session',
    permission: 'session.use',
    tag,
    summary: 'Sign out',
    /** Where the browser goes to sign out of the provider as well; null where there is nothing to end. */
    response: z.object({ providerSignOutUrl: z.url().nullable() }),
  },
  listApiTokens: {
    method: 'GET',
    path: '/api/v1/api-tokens',
    permission: 'api-tokens.manage-own',
    tag,
    summary: 'My API tokens',
    response: z.object({ items: z.array(ApiToken) }),
  },
  createApiToken: {
    method: 'POST',
    path: '/api/v1/api-tokens',
    permission: 'api-tokens.manage-own',
    tag,
    summary: 'Make an API token, with a session; its secret is shown once',
    body: z.object({ name: z.string().min(1).max(100), expiresInDays: z.number().int().min(1).max(365).default(30) }),
    response: ApiToken.extend({ token: z.string() }),
    status: 201,
  },
  revokeApiToken: {
    method: 'DELETE',
    path: '/api/v1/api-tokens/:id',
    permission: 'api-tokens.manage-own',
    tag,
    summary: 'Revoke one of my API tokens',
    params: z.object({ id: z.string() }),
    status: 204,
  },
});
