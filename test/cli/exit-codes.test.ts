import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { countersign } from './countersign.ts';

const listen = async (answer: (request: IncomingMessage, response: ServerResponse) => void): Promise<Server> => {
  const server = createServer(answer);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return server;
};
const addressOf = (server: Server): string => `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

describe('exit codes', () => {
  let folder: string;
  let other: Server;
  let redirecting: Server;
  const authorizations: (string | undefined)[] = [];
  const file = () => path.join(folder, 'credentials.json');

  beforeAll(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'countersign-exit-'));
    other = await listen((request, response) => {
      authorizations.push(request.headers.authorization);
      response.writeHead(404, { 'content-type': 'text/html' }).end('<h1>Some router</h1>');
    });
    redirecting = await listen((_request, response) => {
      response.writeHead(302, { location: `${addressOf(other)}/stolen` }).end();
    });
    const credential = { token: 'secret', tokenId: 'tok_1', expiresAt: '2026-12-24T00:00:00.000Z', personName: 'Ada' };
    const url = addressOf(redirecting);
    await writeFile(file(), JSON.stringify({ current: url, servers: { [url]: credential } }));
  });
  afterAll(async () => {
    other.close();
    redirecting.close();
    await rm(folder, { recursive: true, force: true });
  });

  it('is 4 with one line that names the address when nothing listens there', async () => {
    const closed = await listen(() => undefined);
    const url = addressOf(closed);
    await new Promise((resolve) => closed.close(resolve));
    const ran = await countersign(url, file())('connectors', 'list');
    expect(ran.exitCode).toBe(4);
    expect(ran.stdout).toBe('');
    expect(ran.stderr).toContain(`${url} does not answer: ECONNREFUSED.`);
    const json = await countersign(url, file())('connectors', 'list', '--json');
    expect(json.exitCode).toBe(4);
    expect(JSON.parse(json.stderr)).toMatchObject({ code: 'server-unreachable' });
  });

  it('is 4 when what answers there is something else, and that something never sees a token of another server', async () => {
    const elsewhere = await countersign(addressOf(other), file())('whoami');
    expect(elsewhere.exitCode).toBe(4);
    expect(elsewhere.stderr).toContain('is not Countersign');
    const redirected = await countersign(addressOf(redirecting), file())('whoami');
    expect(redirected.exitCode).toBe(4);
    expect(authorizations).toEqual([undefined]);
  });

  it.each([
    [['connectors', 'sync']],
    [['no-such-command']],
    [['connectors']],
    [['people', 'list', '--limit', 'many']],
    [['access', 'who-can', 'x', '--as-of', 'yesterday']],
    [['connectors', 'setup', 'con_1', '--format', 'word']],
    [['whoami', '--url', 'example.com']],
    [[]],
  ])('is 2 for wrong usage: %j', async (args) => {
    const ran = await countersign('http://127.0.0.1:9', file())(...args);
    expect(ran.exitCode).toBe(2);
    expect(ran.stdout).toBe('');
    expect(ran.stderr).not.toBe('');
  });

  it('is 0 for help, which names the exit codes', async () => {
    const ran = await countersign('http://127.0.0.1:9', file())('--help');
    expect(ran.exitCode).toBe(0);
    expect(ran.stdout).toContain('4 server unreachable');
  });
});
