import { readFile } from 'node:fs/promises';
import type { Command } from 'commander';
import { WrongUsage } from '../../failures.ts';
import { askPassword } from '../ask-password.ts';
import { asInstant } from '../option-values.ts';

export interface ScimOptions {
  identityCenter: boolean;
  scimEndpoint?: string;
  scimTokenFile?: string;
  scimTokenExpires?: string;
}

/** The token comes from a file or from standard input only: as an argument, every user of the computer could read it. */
export const withScim = (command: Command): Command =>
  command
    .option('--scim-endpoint <url>', "use Identity Center's SCIM API at this endpoint; none: do not use it")
    .option(
      '--scim-token-file <file>',
      'its access token, from this file, or - to be asked for it, or for standard input; never an argument, since those stand in the list of processes',
    )
    .option(
      '--scim-token-expires <date>',
      'when the token ends, as IAM Identity Center shows it (default: in a year)',
      asInstant,
    );

/** Only what was given. Without a token the server goes by the one it keeps, as long as the endpoint stays. */
export async function scimSettings({ identityCenter, scimEndpoint, scimTokenFile, scimTokenExpires }: ScimOptions) {
  const isOff = scimEndpoint === 'none';
  if (isOff && scimTokenFile !== undefined)
    throw new WrongUsage('--scim-endpoint none and --scim-token-file say opposite things.', 'Give one of them.');
  if (!identityCenter && ((scimEndpoint !== undefined && !isOff) || scimTokenFile !== undefined))
    throw new WrongUsage('The SCIM API is a part of IAM Identity Center.', 'Leave --no-identity-center out.');
  if (scimTokenExpires !== undefined && scimTokenFile === undefined)
    throw new WrongUsage('--scim-token-expires is about the token that is given with it.', 'Add --scim-token-file.');
  return {
    ...(isOff && { scimEnabled: false }),
    ...(scimEndpoint !== undefined && !isOff && { scimEnabled: true, scimEndpoint }),
    ...(scimTokenFile !== undefined && { scimToken: await readToken(scimTokenFile) }),
    ...(scimTokenExpires !== undefined && { scimTokenExpiresAt: scimTokenExpires }),
  };
}

async function readToken(file: string): Promise<string> {
  if (file === '-') return (await askPassword('Access token')).trim();
  const token = await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    throw new WrongUsage(`The token file ${file} cannot be read (${error.code}).`, 'Check the path and its rights.');
  });
  if (token.trim() === '') throw new WrongUsage(`${file} is empty.`, 'Put the token alone into the file.');
  return token.trim();
}
