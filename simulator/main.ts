import { parseArgs } from 'node:util';
import { startSimulator } from './start.ts';

const USAGE = `The simulated AWS: STS, IAM, Organizations, Identity Store and SSO Admin over their real protocols.

node simulator/main.ts [options]

  --port N              port on 127.0.0.1 (a free one without it)
  --world NAME          demo (default), small or empty
  --data FILE           keep the world in FILE between starts
  --no-throttling       no rate limits
  --assignment-delay MS how long an account assignment takes (1 to 3 s without it)
  --exit-with-stdin     end when standard input ends
  --help                this text

Point any AWS client at it: aws --endpoint-url http://127.0.0.1:PORT iam list-users
Credentials of the worlds and the control API (/_simulator/…): see simulator/README.md`;

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      port: { type: 'string' },
      world: { type: 'string' },
      data: { type: 'string' },
      'no-throttling': { type: 'boolean' },
      'assignment-delay': { type: 'string' },
      'exit-with-stdin': { type: 'boolean' },
      help: { type: 'boolean' },
    },
  });
  if (values.help) {
    console.log(USAGE);
    return;
  }
  const simulator = await startSimulator({
    throttling: !values['no-throttling'],
    ...(values.port === undefined ? {} : { port: wholeNumber('--port', values.port) }),
    ...(values.world === undefined ? {} : { world: values.world }),
    ...(values.data === undefined ? {} : { dataFile: values.data }),
    ...(values['assignment-delay'] === undefined
      ? {}
      : { assignmentDelayMs: wholeNumber('--assignment-delay', values['assignment-delay']) }),
  });
  console.log(`simulated AWS ready at ${simulator.url} world=${simulator.world.name}`);
  const end = () => {
    simulator.stop().then(
      () => process.exit(0),
      (error: unknown) => fail(error),
    );
  };
  process.once('SIGINT', end);
  process.once('SIGTERM', end);
  if (values['exit-with-stdin']) process.stdin.resume().once('end', end).once('error', end);
}

function wholeNumber(option: string, text: string): number {
  if (!/^\d{1,6}$/.test(text)) throw new Error(`${option} needs a whole number, not "${text}"`);
  return Number(text);
}

function fail(error: unknown): never {
  console.error(error instanceof Error ? error.message : error);
  process.exit(1);
}

main().catch(fail);
