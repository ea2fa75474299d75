import { readFileSync } from 'node:fs';
import { Refusal } from '../../core/shared/refusal.ts';

/** The client secret in a file, read at each use: one that was replaced works without a restart. Refuses `oidc-client-refused`. */
export const clientSecretIn = (file: string) => (): string => {
  try {
    const secret = readFileSync(file, 'utf8').trim();
    if (secret !== '') return secret;
  } catch {
    // Says the same as an empty file.
  }
  throw new Refusal(
    'unavailable',
    'oidc-client-refused',
    'The file of OIDC_CLIENT_SECRET_FILE is empty or cannot be read by the server. Put the client secret there.',
  );
};
