import type { CliEnvironment } from '../environment.ts';
import { WrongUsage } from '../failures.ts';
import { Client } from './client.ts';
import { type Credentials, readCredentials } from './credentials-file.ts';

const DEFAULT_URL = 'http://127.0.0.1:4000';

/** The address in one spelling, since credentials are kept by it. */
export function normalUrl(text: string): string {
  const url = URL.parse(text);
  if (!url || !['http:', 'https:'].includes(url.protocol))
    throw new WrongUsage(`${text} is not the address of a server.`, 'It looks like https://countersign.example.com.');
  return `${url.origin}${url.pathname.replace(/\/+$/, '')}`;
}

export const urlOf = (given: string | undefined, environment: CliEnvironment, credentials: Credentials): string =>
  normalUrl(given ?? environment.url ?? credentials.current ?? DEFAULT_URL);

/** A client of the server that is meant, with the token that server issued, where there is one. */
export async function connect(given: string | undefined, environment: CliEnvironment): Promise<Client> {
  const credentials = await readCredentials(environment.credentialsFile);
  const url = urlOf(given, environment, credentials);
  const token = credentials.servers[url]?.token;
  return new Client(url, token ? { authorization: `Bearer ${token}` } : {});
}
