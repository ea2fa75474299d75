import { hostname } from 'node:os';
import type { Command } from 'commander';
import { sessionRoutes } from '../../../contract/session.ts';
import { Client, type Input } from '../client/client.ts';
import { connect, urlOf } from '../client/connect.ts';
import { readCredentials, saveCredentials } from '../client/credentials-file.ts';
import { readEnvironment } from '../environment.ts';
import { ServerRefused, WrongUsage } from '../failures.ts';
import { moment } from '../output/printable.ts';
import { tableOf } from '../output/table.ts';
import { askPassword } from './ask-password.ts';
import { acting, type CommonOptions, leaf, speaker } from './leaf.ts';

const TOKEN_DAYS = 30;

interface LoginOptions extends CommonOptions {
  demo?: string;
  email?: string;
}
type SignInBody = NonNullable<Input<typeof sessionRoutes.signIn>['body']>;

/** Without a way to sign in: says which there are here, from the server itself. */
async function waysToSignIn(server: Client): Promise<WrongUsage> {
  const { value: ways } = await server.call(sessionRoutes.signInOptions, {});
  if (!ways.isDemo) return new WrongUsage('Say who signs in.', 'countersign login --email you@example.com');
  const { value } = await server.call(sessionRoutes.demoSignIns, {});
  const table = tableOf(
    [
      { name: '--demo', of: (row) => row.as },
      { name: 'Who', of: (row) => row.person.name },
      { name: 'What for', of: (row) => row.description },
    ],
    value.items,
    undefined,
  );
  return new WrongUsage('Say who signs in; this is a demo, so choose:', table);
}

async function signInBody(server: Client, options: LoginOptions): Promise<SignInBody> {
  if (options.demo !== undefined) return { kind: 'demo', as: options.demo } as SignInBody;
  if (options.email === undefined) throw await waysToSignIn(server);
  return { kind: 'password', email: options.email, password: await askPassword() };
}

const isOpenToListeners = (url: string): boolean =>
  url.startsWith('http:') && !['127.0.0.1', 'localhost', '[::1]'].includes(new URL(url).hostname);

/** Signs in, makes a token of that session, and ends the session: only the token stays. */
async function login(options: LoginOptions): Promise<void> {
  const environment = readEnvironment();
  const credentials = await readCredentials(environment.credentialsFile);
  const url = urlOf(options.url, environment, credentials);
  const { note, show } = speaker(options);
  if (isOpenToListeners(url)) note(`${url} is not https: whoever listens on the way can read the token.`);
  const server = new Client(url, {});
  const signedIn = await server.respond(sessionRoutes.signIn, { body: await signInBody(server, options) });
  const text = await signedIn.text();
  const cookies = signedIn.headers.getSetCookie().map((cookie) => cookie.split(';')[0]);
  const session = new Client(url, { cookie: cookies.join('; ') });
  const body = { name: `countersign on ${hostname()}`.slice(0, 100), expiresInDays: TOKEN_DAYS };
  const { value: token } = await session.call(sessionRoutes.createApiToken, { body });
  await session.call(sessionRoutes.signOut, {});
  const { person, roles } = JSON.parse(text) as { person: { name: string }; roles: string[] };
  credentials.servers[url] = {
    token: token.token,
    tokenId: token.id,
    expiresAt: token.expiresAt,
    personName: person.name,
  };
  await saveCredentials(environment.credentialsFile, { ...credentials, current: url });
  show({ value: null, text }, () => {
    const as = roles.length > 0 ? ` (${roles.join(', ')})` : '';
    return `Signed in to ${url} as ${person.name}${as} until ${moment(token.expiresAt)} UTC.`;
  });
}

/** Forgets the token here even when the server cannot be asked to revoke it; that failure is still reported. */
async function logout(options: CommonOptions): Promise<void> {
  const environment = readEnvironment();
  const credentials = await readCredentials(environment.credentialsFile);
  const url = urlOf(options.url, environment, credentials);
  const credential = credentials.servers[url];
  const { show } = speaker(options);
  if (!credential) return show({ value: null, text: '' }, () => `Not signed in to ${url}.`);
  const server = await connect(options.url, environment);
  delete credentials.servers[url];
  const current = credentials.current === url ? null : credentials.current;
  await saveCredentials(environment.credentialsFile, { ...credentials, current });
  try {
    await server.call(sessionRoutes.revokeApiToken, { params: { id: credential.tokenId } });
  } catch (error) {
    // Expired or revoked elsewhere: then there is nothing left to revoke.
    if (!(error instanceof ServerRefused && [401, 404].includes(error.problem.status))) throw error;
  }
  show({ value: null, text: '' }, () => `Signed out of ${url}.`);
}

export function addSession(program: Command): void {
  leaf(program, 'login', 'Sign in and keep a token for this computer')
    .option('--demo <who>', 'in the demo: super-administrator, connector-administrator, auditor, manager, employee …')
    .option('--email <address>', 'with a password, which is asked for')
    .action((_options: LoginOptions, command: Command) => login(command.optsWithGlobals()));
  leaf(program, 'logout', 'Revoke the token and forget it').action((_options: CommonOptions, command: Command) =>
    logout(command.optsWithGlobals()),
  );
  leaf(program, 'whoami', 'Who is signed in, with which roles').action(
    acting(async (run) => {
      const received = await run.client.call(sessionRoutes.whoAmI, {});
      const { person, roles, permissions, reportCount } = received.value;
      run.show(received, () =>
        [
          `${person.name}${person.title ? `, ${person.title}` : ''}${person.email ? ` <${person.email}>` : ''}`,
          `Roles: ${roles.length > 0 ? roles.join(', ') : 'none beyond everyone'}`,
          `Permissions: ${permissions.join(', ')}`,
          ...(reportCount > 0 ? [`Reports: ${reportCount}`] : []),
          `Server: ${run.client.url}`,
        ].join('\n'),
      );
    }),
  );
}
