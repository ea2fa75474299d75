import path from 'node:path';
import { demoAdministrator, demoRegion } from './environment.ts';
import type { StartOptions } from './options.ts';
import { runOnce } from './parts/run-once.ts';
import { root } from './root.ts';
import type { Shutdown } from './shutdown.ts';

interface Welcome {
  readonly options: StartOptions;
  readonly awsEndpointUrl: string | undefined;
  readonly firstRunLink: string | undefined;
}

/** The one-time link for the first administrator; undefined when there is an administrator already. */
export async function firstRunLink(environment: NodeJS.ProcessEnv, shutdown: Shutdown): Promise<string | undefined> {
  const args = ['src/main.ts', 'first-run-link'];
  const output = await runOnce({ title: 'Making the first-run link', args, environment }, shutdown);
  return output.split('\n').find((line) => /^https?:\/\//.test(line));
}

export async function printWelcome(welcome: Welcome): Promise<void> {
  const address = `http://127.0.0.1:${welcome.options.port}`;
  const lines = welcome.options.isDemo
    ? await demoLines(address, welcome.awsEndpointUrl)
    : emptyLines(welcome.firstRunLink);
  const data = path.relative(root, welcome.options.dataFolder);
  const folder = data.startsWith('..') ? welcome.options.dataFolder : data;
  console.log(
    ['', `  Countersign is ready: ${address}`, '', ...lines, '', `  Data and logs: ${folder}    Stop: Ctrl-C`, ''].join(
      '\n',
    ),
  );
}

async function demoLines(address: string, awsEndpointUrl: string | undefined): Promise<string[]> {
  return [
    '  Everything here is demo data; the AWS behind it is simulated on this machine. No password is needed.',
    '',
    '  Sign in as',
    ...(await demoSignIns(address)),
    '',
    '  Try first',
    '    1. Sign in as Super Administrator and press Connect AWS. Fill the form in and Save.',
    '    2. Watch the sync, then open Explore and ask who can reach an AWS account, and why.',
    '    3. npx countersign login --demo super-administrator   then   npx countersign aws-accounts list',
    '',
    '  The simulated AWS, for the aws CLI (keys of its administrator, good nowhere else)',
    `    export AWS_ENDPOINT_URL=${awsEndpointUrl} AWS_REGION=${demoRegion}`,
    `    export AWS_ACCESS_KEY_ID=${demoAdministrator.accessKeyId} AWS_SECRET_ACCESS_KEY=${demoAdministrator.secretAccessKey}`,
    `    aws iam list-users --endpoint-url ${awsEndpointUrl}`,
  ];
}

function emptyLines(link: string | undefined): string[] {
  if (!link) return ['  No demo: your own data, and AWS as your environment names it.'];
  return [
    '  No demo: your own data, and AWS as your environment names it.',
    '',
    '  Become its first administrator (the link works once)',
    `    ${link}`,
  ];
}

/** As the server lists them; the page offers the same ones. */
async function demoSignIns(address: string): Promise<string[]> {
  const { items } = await fetch(`${address}/api/v1/demo/sign-ins`)
    .then(
      (response) =>
        response.json() as Promise<{ items?: { as: string; person: { name: string; title: string | null } }[] }>,
    )
    .catch(() => ({ items: undefined }));
  if (!items || items.length === 0) return ['    (the sign-in page lists the people of the demo)'];
  const width = Math.max(...items.map((item) => item.as.length));
  return items.map(
    ({ as, person }) => `    ${as.padEnd(width)}   ${person.name}${person.title ? `, ${person.title}` : ''}`,
  );
}
