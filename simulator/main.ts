import { parseArgs } from 'node:util';
import { startSimulator } from './start.ts';
import { describeWorld } from './worlds/description.ts';
import { publishedTables, SHAPE_OF } from './worlds/generated/published.ts';
import { readingCosts } from './worlds/reading-costs.ts';
import { worldMaker } from './worlds/worlds.ts';

const USAGE = `The simulated AWS: real AWS protocols on 127.0.0.1, for the unmodified SDKs and the aws command line.

npm run simulator -- [options]        (or: node simulator/main.ts [options])

  --port N              port on 127.0.0.1 (a free one without it)
  --world NAME          the world to start with, demo without it:
                          demo              Larkspur Pay: 12 AWS accounts, about 60 people, findings
                          small             3 AWS accounts, 5 people: for quick tests
                          empty             one AWS account outside any organization
                          large             500 AWS accounts, 150 permission sets, 3,000 users, 600 groups;
                                            access by many small groups
                          large-dense       … everybody in nearly a hundred groups
                          large-few-sets    … twenty permission sets in every AWS account
                          large-direct      … access mostly by direct assignments
                          huge              1,850 AWS accounts, 1,550 permission sets, 20,000 users, 4,000 groups
  --describe NAME       print how that world's numbers are spread and what it costs to read it, then end;
                        all: the tables of the README for the large worlds
  --data FILE           keep the world in FILE between starts; while it runs also in FILE.journal
  --no-throttling       no rate limits
  --assignment-delay MS how long an account assignment takes (1 to 3 s without it)
  --read-lag MS         what was done is read that much later, as AWS's eventual consistency
  --event-delay MS      how long CloudTrail's events are under way (2 to 10 s without it)
  --exit-with-stdin     end when standard input ends
  --help                this text

It prints one line when it is ready: simulated AWS ready at http://127.0.0.1:PORT world=NAME
Point any AWS client at it: aws --endpoint-url http://127.0.0.1:PORT iam list-users
While it runs, /_simulator/… shows and changes what no AWS API does: state, counters, faults, clock, sign-in, scim,
throttling, events, consistency, reset.
Credentials, operations and the control API: see simulator/README.md`;

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      port: { type: 'string' },
      world: { type: 'string' },
      data: { type: 'string' },
      'no-throttling': { type: 'boolean' },
      'assignment-delay': { type: 'string' },
      'read-lag': { type: 'string' },
      'event-delay': { type: 'string' },
      'exit-with-stdin': { type: 'boolean' },
      describe: { type: 'string' },
      help: { type: 'boolean' },
    },
  });
  if (values.help) {
    console.log(USAGE);
    return;
  }
  if (values.describe !== undefined) {
    console.log(values.describe === 'all' ? largeWorlds() : describeWorld(worldMaker(values.describe)()));
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
    ...(values['read-lag'] === undefined
      ? {}
      : { consistency: { lagMs: wholeNumber('--read-lag', values['read-lag']) } }),
    ...(values['event-delay'] === undefined
      ? {}
      : { eventDelayMs: wholeNumber('--event-delay', values['event-delay']) }),
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

function largeWorlds(): string {
  const costs = Object.keys(SHAPE_OF).map((name) => {
    const [center] = worldMaker(name)().identityCenters;
    return [name, center ? readingCosts(center) : []] as const;
  });
  return publishedTables(Object.fromEntries(costs)).join('\n\n');
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
