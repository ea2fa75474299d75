import { spawn } from 'node:child_process';
import path from 'node:path';
import { Fault } from './fault.mjs';

// Quiet: npm on Node 20 warns about every package that asks for Node 22; they run on the Node 24 installed here.
const NPM_CI = ['ci', '--include=dev', '--include=optional', '--no-audit', '--no-fund', '--loglevel=error'];
// Without a network, the defaults take over a minute to say so.
const RETRIES = ['--fetch-retries=2', '--fetch-retry-mintimeout=1000', '--fetch-retry-maxtimeout=5000'];

/** Installs exactly what package-lock.json says. Throws a Fault of one line. */
export async function npmCi(root) {
  const { command, env } = chooseNpm(root);
  const [program, ...before] = command;
  const { code, output } = await run(program, [...before, ...NPM_CI, ...RETRIES], root, env);
  if (code !== 0) throw new Fault(explain(output));
}

/** npm must not run on the Node inside the node_modules it is about to replace. */
function chooseNpm(root) {
  const inside = path.join(root, 'node_modules') + path.sep;
  const folders = (process.env.PATH ?? '')
    .split(path.delimiter)
    .filter((folder) => !`${folder}${path.sep}`.startsWith(inside));
  const env = { ...process.env, PATH: folders.join(path.delimiter) };
  const npmScript = process.env.npm_execpath;
  if (!npmScript || path.basename(npmScript) !== 'npm-cli.js' || npmScript.startsWith(inside))
    return { command: ['npm'], env };
  const node = process.execPath.startsWith(inside) ? 'node' : process.execPath;
  return { command: [node, npmScript], env };
}

function run(program, args, cwd, env) {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, { cwd, env, stdio: ['ignore', 'pipe', 'pipe'] });
    let output = '';
    const collect = (data) => {
      output += data;
    };
    child.stdout.on('data', collect);
    child.stderr.on('data', collect);
    const end = (signal) => {
      child.kill(signal);
      process.exit(130);
    };
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.once(signal, end);
    child.on('error', (error) => reject(new Fault(`npm can't be run (${error.code}): is it installed?`)));
    child.on('close', (code) => {
      for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.off(signal, end);
      resolve({ code, output });
    });
  });
}

const NETWORK =
  /\b(ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ETIMEDOUT|ENETUNREACH|EHOSTUNREACH|ERR_SOCKET_TIMEOUT)\b/;
const CERTIFICATE = /\b(SELF_SIGNED_CERT_IN_CHAIN|UNABLE_TO_\w+|CERT_\w+|DEPTH_ZERO_SELF_SIGNED_CERT)\b/;

function explain(output) {
  const network = NETWORK.exec(output);
  if (network) {
    return `The npm registry can't be reached (${network[1]}): check the network, the proxy, or \`npm config get registry\`.`;
  }
  const certificate = CERTIFICATE.exec(output);
  if (certificate)
    return `The npm registry's certificate is not trusted here (${certificate[1]}): see \`npm config get cafile\`.`;
  if (/\bENOSPC\b/.test(output)) return 'The disk is full: packages need about 700 MB.';
  if (/\b(EACCES|EPERM|EROFS)\b/.test(output))
    return "The packages can't be written: this folder or npm's cache belongs to another user.";
  const lines = output
    .split('\n')
    .filter((line) => /^npm (error|ERR!)/.test(line) && !/complete log|code /i.test(line));
  const reason = lines.slice(0, 3).map((line) => line.replace(/^npm (error|ERR!)\s*/, ''));
  return `Packages can't be installed: ${reason.join(' ').trim() || output.trim().split('\n').at(-1)}`;
}
