import { connect } from 'node:net';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { type Simulator, startSimulator } from '../../start.ts';
import { ENTERPRISE, ScimClient, type ScimResponse, userNamed } from '../../testing/scim-client.ts';

const ERROR = 'urn:ietf:params:scim:api:messages:2.0:Error';
const GENERIC = 'Request is unparsable, syntactically incorrect, or violates schema.';
const complaints = vi.spyOn(console, 'error').mockImplementation(() => undefined);
let simulator: Simulator;
let client: ScimClient;
let user: string;
let group: string;

beforeAll(async () => {
  simulator = await startSimulator({ world: 'small', throttling: false });
  client = await ScimClient.of(simulator);
  user = await client.user('target');
  group = await client.group('Target', [user]);
});
afterAll(() => simulator.stop());

/** The form of every refusal, as real ones are on record. */
function expectRefusal({ status, headers, body }: ScimResponse): void {
  expect(headers.get('content-type')).toBe('application/json');
  expect(body).toEqual({
    schema: [ERROR],
    schemas: [ERROR],
    detail: expect.any(String),
    status: String(status),
    exceptionRequestId: headers.get('x-amzn-requestid'),
    timeStamp: expect.stringMatching(/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\.\d{3}$/),
  });
}

it('an endpoint that AWS does not have is not found, a method that an endpoint does not have is invalid', async () => {
  const missing = [
    'Me',
    'Bulk',
    '.search',
    'Nonsense',
    '',
    'users',
    `Users/${user}/x`,
    'ResourceTypes/User',
    'Users/.search/x',
  ];
  for (const path of missing) {
    for (const method of ['GET', 'POST']) {
      const response = await client.send(method, path, method === 'POST' ? {} : undefined);
      expect({ method, path, status: response.status }).toEqual({ method, path, status: 404 });
      expectRefusal(response);
      expect(response.headers.get('x-amzn-errortype')).toBe('ResourceNotFoundException');
    }
  }
  const unsupported: [string, string][] = [
    ['PUT', `Groups/${group}`],
    ['POST', `Groups/${group}`],
    ['POST', `Users/${user}`],
    ['POST', 'Users/.search'],
    ['PUT', 'Users'],
    ['PATCH', 'Users'],
    ['DELETE', 'Users'],
    ['DELETE', 'Groups'],
    ['POST', 'ServiceProviderConfig'],
    ['DELETE', 'Schemas/x'],
    ['OPTIONS', 'Users'],
  ];
  for (const [method, path] of unsupported) {
    const response = await client.send(method, path);
    expect({ method, path, status: response.status }).toEqual({ method, path, status: 400 });
    expectRefusal(response);
    expect(response.headers.get('x-amzn-errortype')).toBe('ValidationException');
  }
});

it('a body that is not a SCIM message is refused in AWS’s words', async () => {
  const deep = (depth: number) => `{"meta":${'['.repeat(depth)}${']'.repeat(depth)}}`;
  const bodies = ['{', 'null', '[]', '"x"', '5', '\u0000', '{"userName":"x"', '', deep(20), deep(100_000)];
  for (const body of bodies) {
    const response = await client.send('POST', 'Users', body);
    expect({ body: body.slice(0, 20), status: response.status }).toEqual({ body: body.slice(0, 20), status: 400 });
    expectRefusal(response);
    expect(response.body.detail).toBe(GENERIC);
  }
});

it('a body is JSON by its content type too, of either name or none', async () => {
  const types: [string, number][] = [
    ['application/json', 201],
    ['application/scim+json; charset=utf-8', 201],
    ['APPLICATION/JSON', 201],
    ['text/plain', 400],
    ['application/x-www-form-urlencoded', 400],
    ['application/jsonx', 400],
    ['application/xml', 400],
  ];
  for (const [index, [type, status]] of types.entries()) {
    const response = await client.send('POST', 'Users', userNamed(`typed${index}`), { 'content-type': type });
    expect({ type, status: response.status }).toEqual({ type, status });
  }
});

it('a body that is too long is refused, and one without end is cut off, in SCIM’s form both', async () => {
  const response = await client.send('POST', 'Users', userNamed('long', { title: 'x'.repeat(1_100_000) }));
  expect(response.status).toBe(400);
  expectRefusal(response);
  const { hostname, port } = new URL(simulator.url);
  const head = `POST ${client.settings.path}Users HTTP/1.1\r\nhost: ${hostname}\r\ncontent-length: 9000000\r\n\r\n`;
  const answer = await new Promise<string>((resolve, reject) => {
    let text = '';
    const socket = connect(Number(port), hostname, () => {
      socket.write(head);
      socket.write(Buffer.alloc(2_500_000, ' '));
    });
    socket.on('data', (chunk) => {
      text += chunk.toString();
      if (text.includes('"timeStamp"')) socket.destroy();
    });
    socket.once('close', () => resolve(text));
    socket.once('error', reject);
  });
  expect(answer).toMatch(/^HTTP\/1\.1 413 /);
  expect(answer).toContain(`{"schema":["${ERROR}"]`);
});

it('a body whose members are not what their names say is refused, and so told of in CloudTrail', async () => {
  for (const odd of [{ toString: null }, { created: 'yesterday' }, [['x']], { op: { path: { schemas: 5 } } }]) {
    for (const name of ['meta', 'schemas', 'id', 'path', 'op']) {
      const response = await client.send('PATCH', `Users/${user}`, { [name]: odd });
      expect({ name, odd, status: response.status }).toEqual({ name, odd, status: 400 });
      expectRefusal(response);
    }
  }
});

it('no garbage crashes it or changes what it should not: every answer has SCIM’s form', async () => {
  const word = fc.constantFrom(
    ...[
      'userName',
      'displayName',
      'name',
      'emails',
      'active',
      'members',
      'externalId',
      'id',
      'meta',
      'created',
      'schemas',
      'value',
    ],
    ...['Operations', 'op', 'path', ENTERPRISE, '__proto__', 'constructor', 'toString', 'add', 'remove', 'replace'],
    ...['emails[type eq "work"].value', 'members[value eq "x"]', 'urn:ietf:params:scim:api:messages:2.0:PatchOp'],
  );
  const leaf = fc.oneof(
    word,
    fc.string({ unit: 'binary', maxLength: 20 }),
    fc.boolean(),
    fc.constant(null),
    fc.integer(),
  );
  const { tree } = fc.letrec((tie) => ({
    tree: fc.oneof(
      { maxDepth: 5 },
      leaf,
      fc.array(tie('tree'), { maxLength: 3 }),
      fc.dictionary(fc.oneof(word, fc.string({ maxLength: 8 })), tie('tree'), { maxKeys: 5 }),
    ),
  }));
  const operation = fc.record({ op: leaf, path: leaf, value: tree }, { requiredKeys: [] });
  const patch = fc.record({
    schemas: fc.constant(['urn:ietf:params:scim:api:messages:2.0:PatchOp']),
    Operations: fc.array(operation, { maxLength: 3 }),
  });
  const changedUser = fc
    .tuple(fc.subarray(Object.entries(userNamed('target'))), tree, tree)
    .map(([some, title, enterprise]) => ({ ...Object.fromEntries(some), title, [ENTERPRISE]: enterprise }));
  const body = fc.oneof(patch, changedUser, tree).map((value) => JSON.stringify(value) ?? '');
  const path = fc.constantFrom('Users', `Users/${user}`, 'Groups', `Groups/${group}`, 'Users/%E0%A4%A', 'Groups/..%2f');
  const query = fc.array(fc.tuple(fc.constantFrom('filter', 'cursor', 'count', 'x'), fc.string()), { maxLength: 3 });
  complaints.mockClear();
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom('GET', 'POST', 'PUT', 'PATCH'),
      path,
      query,
      body,
      async (method, place, pairs, text) => {
        const search = new URLSearchParams(pairs).toString();
        const response = await client.send(method, `${place}?${search}`, method === 'GET' ? undefined : text);
        expect(response.status).toBeLessThan(500);
        if (response.status >= 400) expectRefusal(response);
      },
    ),
    { numRuns: 400 },
  );
  expect(complaints).not.toHaveBeenCalled();
  expect((await client.get(`Users/${user}`)).status).toBe(200);
  expect((await client.get(`Groups/${group}`)).status).toBe(200);
});
