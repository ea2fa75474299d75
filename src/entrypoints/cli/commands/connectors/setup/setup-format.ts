import type { Setup } from '../../../../../contract/connector-setup.ts';

/** The console's steps to read, or one document to keep in a file or run. */
export type SetupFormat = 'console' | 'terraform' | 'cloudformation' | 'aws-cli';

export const indented = (text: string): string =>
  text
    .split('\n')
    .map((line) => `   ${line}`)
    .join('\n');

export const actionLine = ({ action, feature, lost }: Setup['actions'][number]) => `   ${action}: ${feature}. ${lost}`;
