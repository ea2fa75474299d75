import { createServer } from 'node:net';
import { findFreePort } from '../../src/adapters/system/embedded-postgres/free-port.ts';
import { Fault } from '../bootstrap/fault.mjs';

/** Refuses in one line when the page's port is taken. */
export async function requireFreePort(port: number): Promise<void> {
  const problem = await tryPort(port);
  if (problem === undefined) return;
  if (problem === 'EACCES')
    throw new Fault(`Port ${port} is not allowed to this user. Choose another: PORT=4000 npm start`);
  throw new Fault(`Port ${port} is already in use. Choose another: PORT=${port < 65535 ? port + 1 : 4000} npm start`);
}

/** The wished port where it is free, so that an address stays the same from start to start; else any free one. */
export async function choosePort(wished: number): Promise<number> {
  return wished <= 65535 && (await tryPort(wished)) === undefined ? wished : findFreePort();
}

function tryPort(port: number): Promise<string | undefined> {
  return new Promise((resolve) => {
    const server = createServer();
    server.on('error', (error: NodeJS.ErrnoException) => resolve(error.code ?? 'unknown'));
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(undefined)));
  });
}
