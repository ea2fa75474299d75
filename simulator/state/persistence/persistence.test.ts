import { type ChildProcess, spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CreateUserCommand, GetUserCommand } from '@aws-sdk/client-iam';
import { AssumeRoleCommand, GetCallerIdentityCommand } from '@aws-sdk/client-sts';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { startSimulator } from '../../start.ts';
import { type ClientCredentials, clientsFor, refusal } from '../../testing/clients.ts';
import { CREDENTIALS } from '../../worlds/credentials.ts';
import { SMALL } from '../../worlds/small.ts';

let folder: string;
let file: string;
const children: ChildProcess[] = [];

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'simulator-'));
  file = join(folder, 'deep', 'world.json');
});
afterEach(() => {
  for (const child of children.splice(0)) child.kill('SIGKILL');
  rmSync(folder, { recursive: true, force: true });
});

/** The simulator as its own process. Resolves with its ready line. */
async function launch(...more: string[]): Promise<{ child: ChildProcess; url: string; line: string }> {
  const main = new URL('../../main.ts', import.meta.url).pathname;
  const child = spawn(process.execPath, [main, '--world', 'small', ...more], { stdio: ['pipe', 'pipe', 'inherit'] });
  children.push(child);
  const line = await new Promise<string>((resolve, reject) => {
    child.stdout?.setEncoding('utf8').once('data', (text: string) => resolve(text.trim()));
    child.once('exit', (code) => reject(new Error(`ended with ${code}`)));
  });
  return { child, line, url: /http:\S+/.exec(line)?.[0] ?? '' };
}

const ended = (child: ChildProcess) =>
  new Promise<number | null>((resolve) => child.once('exit', (code) => resolve(code)));

async function assumeAuditor(url: string): Promise<ClientCredentials> {
  const RoleArn = `arn:aws:iam::${SMALL.managementAccountId}:role/Auditor`;
  const { sts } = clientsFor(url, CREDENTIALS.administrator);
  const { Credentials } = await sts.send(new AssumeRoleCommand({ RoleArn, RoleSessionName: 'kept' }));
  return {
    accessKeyId: Credentials?.AccessKeyId ?? '',
    secretAccessKey: Credentials?.SecretAccessKey ?? '',
    sessionToken: Credentials?.SessionToken ?? '',
  };
}

describe('a data file', () => {
  it('keeps changes, sessions and ids over a restart', async () => {
    const first = await startSimulator({ world: 'small', dataFile: file });
    const { iam } = clientsFor(first.url, CREDENTIALS.administrator);
    const made = await iam.send(new CreateUserCommand({ UserName: 'kept' }));
    const session = await assumeAuditor(first.url);
    await first.stop();
    const second = await startSimulator({ world: 'small', dataFile: file });
    try {
      const again = clientsFor(second.url, CREDENTIALS.administrator);
      const found = await again.iam.send(new GetUserCommand({ UserName: 'kept' }));
      expect(found.User).toEqual(made.User);
      const kept = await clientsFor(second.url, session).sts.send(new GetCallerIdentityCommand({}));
      expect(kept.Arn).toMatch(/assumed-role\/Auditor\/kept$/);
      const next = await again.iam.send(new CreateUserCommand({ UserName: 'next' }));
      expect(next.User?.UserId).not.toBe(made.User?.UserId);
    } finally {
      await second.stop();
    }
  });

  it('is whole and readable by its owner only', async () => {
    const simulator = await startSimulator({ world: 'small', dataFile: file });
    await clientsFor(simulator.url, CREDENTIALS.administrator).iam.send(new CreateUserCommand({ UserName: 'x' }));
    await simulator.stop();
    expect(JSON.parse(readFileSync(file, 'utf8')).name).toBe('small');
    expect(statSync(file).mode & 0o077).toBe(0);
    expect(readdirSync(join(folder, 'deep'))).toEqual(['world.json']);
  });

  it('holds the world that a reset put in place, and nothing from before', async () => {
    const simulator = await startSimulator({ world: 'small', dataFile: file });
    await clientsFor(simulator.url, CREDENTIALS.administrator).iam.send(new CreateUserCommand({ UserName: 'brief' }));
    expect(readFileSync(`${file}.journal`, 'utf8')).toContain('"brief"');
    await fetch(`${simulator.url}/_simulator/reset`, { method: 'POST' });
    await new Promise((resolve) => setTimeout(resolve, 400));
    expect(readFileSync(file, 'utf8') + readFileSync(`${file}.journal`, 'utf8')).not.toContain('"brief"');
    await simulator.stop();
  });

  it('that is none, or of another version, is refused instead of overwritten', async () => {
    mkdirSync(join(folder, 'deep'));
    for (const text of ['', '{"format":', '{"name":"small"}', 'null']) {
      writeFileSync(file, text);
      await expect(startSimulator({ world: 'small', dataFile: file })).rejects.toThrow(/no snapshot of this version/);
      expect(readFileSync(file, 'utf8')).toBe(text);
    }
  });

  it('of another world is refused instead of overwritten', async () => {
    const simulator = await startSimulator({ world: 'small', dataFile: file });
    await clientsFor(simulator.url, CREDENTIALS.administrator).iam.send(new CreateUserCommand({ UserName: 'x' }));
    await simulator.stop();
    await expect(startSimulator({ world: 'empty', dataFile: file })).rejects.toThrow(/holds the world "small"/);
  });
});

describe('the process', () => {
  it('prints one ready line, and a kill -9 loses nothing that was answered', async () => {
    const { child, url, line } = await launch('--data', file);
    expect(line).toMatch(/^simulated AWS ready at http:\/\/127\.0\.0\.1:\d+ world=small$/);
    await clientsFor(url, CREDENTIALS.administrator).iam.send(new CreateUserCommand({ UserName: 'survivor' }));
    child.kill('SIGKILL');
    await ended(child);
    const again = await launch('--data', file);
    const { iam } = clientsFor(again.url, CREDENTIALS.administrator);
    await expect(iam.send(new GetUserCommand({ UserName: 'survivor' }))).resolves.toHaveProperty('User');
  });

  it('ends with its standard input, and on SIGTERM writes what is new first', async () => {
    const first = await launch('--exit-with-stdin');
    first.child.stdin?.end();
    expect(await ended(first.child)).toBe(0);
    const second = await launch('--data', file);
    await clientsFor(second.url, CREDENTIALS.administrator).iam.send(new CreateUserCommand({ UserName: 'late' }));
    second.child.kill('SIGTERM');
    expect(await ended(second.child)).toBe(0);
    expect(readFileSync(file, 'utf8')).toContain('"late"');
  });

  it('says in one line what is wrong with its options', async () => {
    await expect(launch('--world', 'none')).rejects.toThrow('ended with 1');
    await expect(launch('--port', 'x')).rejects.toThrow('ended with 1');
  });
});

it('reset brings the beginning back', async () => {
  const simulator = await startSimulator({ world: 'small' });
  try {
    const { iam } = clientsFor(simulator.url, CREDENTIALS.administrator);
    await iam.send(new CreateUserCommand({ UserName: 'gone' }));
    simulator.reset();
    expect(await refusal(iam.send(new GetUserCommand({ UserName: 'gone' })))).toMatchObject({
      name: 'NoSuchEntityException',
    });
  } finally {
    await simulator.stop();
  }
});
