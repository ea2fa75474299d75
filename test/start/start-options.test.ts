import path from 'node:path';
import { expect, test } from 'vitest';
import { partEnvironment } from '../../scripts/start/environment.ts';
import { readStartOptions } from '../../scripts/start/options.ts';

const data = { database: '/d/database', simulatorState: '/d/aws.json', secretKey: '/d/secret-key', logs: '/d/logs' };
const database = { ownerUrl: 'postgres://owner@127.0.0.1/x', appUrl: 'postgres://app@127.0.0.1/x' };

test('the demo and --empty keep their data apart, in the folder COUNTERSIGN_DATA names', () => {
  const environment = { COUNTERSIGN_DATA: '/somewhere', PORT: '5000' };
  const demo = readStartOptions([], environment);
  const empty = readStartOptions(['--empty', '--reset'], environment);
  expect(demo).toEqual({ port: 5000, isDemo: true, isReset: false, dataFolder: path.join('/somewhere', 'demo') });
  expect(empty).toEqual({ port: 5000, isDemo: false, isReset: true, dataFolder: path.join('/somewhere', 'empty') });
});

test('the page is on port 4000 unless told otherwise', () => {
  expect(readStartOptions([], {}).port).toBe(4000);
});

test.for(['0', '65536', '40.5', 'http'])('PORT=%s is refused in one line', (port) => {
  expect(() => readStartOptions([], { PORT: port })).toThrow(`PORT=${port} is not a port: use 1 to 65535.`);
});

test('an unknown option is refused, not ignored', () => {
  expect(() => readStartOptions(['--rest'], {})).toThrow('Unknown option --rest.');
});

test("nothing of the person's own AWS settings reaches the demo", () => {
  const own = { AWS_PROFILE: 'production', AWS_ENDPOINT_URL_IAM: 'https://iam.amazonaws.com', AWS_REGION: 'us-east-1' };
  const environment = withEnvironment(own, () =>
    partEnvironment(readStartOptions([], {}), data, database, 'http://127.0.0.1:4001'),
  );
  expect(environment).toMatchObject({
    AWS_ENDPOINT_URL: 'http://127.0.0.1:4001',
    AWS_REGION: 'eu-north-1',
    AWS_CONFIG_FILE: '/dev/null',
    AWS_SHARED_CREDENTIALS_FILE: '/dev/null',
    AWS_EC2_METADATA_DISABLED: 'true',
  });
  expect(environment).not.toHaveProperty('AWS_PROFILE');
  expect(environment).not.toHaveProperty('AWS_ENDPOINT_URL_IAM');
});

test("--empty passes the person's AWS settings on untouched, and no demo keys", () => {
  const environment = withEnvironment({ AWS_PROFILE: 'production' }, () =>
    partEnvironment(readStartOptions(['--empty'], {}), data, database, undefined),
  );
  expect(environment.AWS_PROFILE).toBe('production');
  expect(environment.COUNTERSIGN_MODE).toBe('local');
  expect(Object.keys(environment).filter((name) => /DEMO|AWS_ENDPOINT_URL|AWS_ACCESS_KEY_ID/.test(name))).toEqual([]);
});

test('server and worker never get the owner of the database', () => {
  const environment = withEnvironment({ DATABASE_OWNER_URL: database.ownerUrl }, () =>
    partEnvironment(readStartOptions([], {}), data, database, undefined),
  );
  expect(Object.values(environment)).not.toContain(database.ownerUrl);
});

function withEnvironment<T>(own: NodeJS.ProcessEnv, work: () => T): T {
  const before = process.env;
  process.env = own;
  try {
    return work();
  } finally {
    process.env = before;
  }
}
