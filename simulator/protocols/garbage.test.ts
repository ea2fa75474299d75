import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import type { Service } from '../services/service.ts';
import { SERVICES } from '../services/services.ts';
import { type Simulator, startSimulator } from '../start.ts';
import { sendSigned, signedHeaders } from '../testing/signed-request.ts';
import { ServiceCodec } from './service-codec.ts';

let simulator: Simulator;
const complaints = vi.spyOn(console, 'error').mockImplementation(() => undefined);

beforeAll(async () => {
  simulator = await startSimulator({ world: 'small', throttling: false });
});
afterAll(() => simulator.stop());

const json = (target: string, body: string | Buffer) => {
  const [wireName] = target.split('.');
  const signing = SERVICES.find((service) => service.wireName === wireName)?.signingName ?? 'organizations';
  const headers = { 'x-amz-target': target, 'content-type': 'application/x-amz-json-1.1' };
  return sendSigned(simulator.url, simulator.credentials.administrator, { service: signing, body, headers });
};
const query = (body: string | Buffer, service = 'iam') =>
  sendSigned(simulator.url, simulator.credentials.administrator, { service, body });

async function rest(service: Service, name: string, body: string, pairs: [string, string][]) {
  const [key = ''] = [...new ServiceCodec(service).paths()].find(([, operation]) => operation === name) ?? [];
  const [method = '', path = ''] = key.split(' ');
  const headers = { 'x-amz-sso_bearer_token': Buffer.from(body).toString('hex') };
  const url = `${simulator.url}${path}?${new URLSearchParams(pairs)}`;
  const answer = await fetch(url, { method, headers, ...(method === 'GET' ? {} : { body }) });
  return { status: answer.status, text: await answer.text() };
}

describe('a body that is not the operation’s', () => {
  it('is a SerializationException in JSON', async () => {
    for (const body of [
      '{',
      '[]',
      '"x"',
      'null',
      '{"IdentityStoreId":5}',
      '{"IdentityStoreId":{"a":1}}',
      '{"Filters":"x"}',
    ]) {
      const { status, text } = await json('AWSIdentityStore.ListUsers', body);
      expect({ body, status, type: JSON.parse(text).__type }).toEqual({
        body,
        status: 400,
        type: 'SerializationException',
      });
    }
  });

  it('is MalformedInput in Query', async () => {
    const { status, text } = await query('Action=ListUsers&Version=2010-05-08&MaxItems=many');
    expect(status).toBe(400);
    expect(text).toMatch(
      /^<ErrorResponse xmlns="https:\/\/iam.amazonaws.com\/doc\/2010-05-08\/"><Error><Type>Sender<\/Type><Code>MalformedInput</,
    );
  });

  it('with members AWS does not know is read without them', async () => {
    const { status } = await json('SWBExternalService.ListInstances', '{"Nonsense":[1,2,{"a":null}]}');
    expect(status).toBe(200);
    expect((await query('Action=ListUsers&Version=2010-05-08&Nonsense.member.1=x')).status).toBe(200);
  });
});

describe('an unknown operation', () => {
  it('is InvalidAction in Query and UnknownOperationException in JSON', async () => {
    const xml = await query('Action=Nonsense&Version=2010-05-08');
    expect(xml.status).toBe(400);
    expect(xml.text).toContain(
      '<Code>InvalidAction</Code><Message>Could not find operation Nonsense for version 2010-05-08',
    );
    const { status, text } = await json('AWSIdentityStore.Nonsense', '{}');
    expect([status, JSON.parse(text).__type]).toEqual([400, 'UnknownOperationException']);
    expect((await json('Nonsense.ListUsers', '{}')).status).toBe(404);
  });

  it('that AWS has and this simulator has not says so', async () => {
    const { status, text } = await query('Action=ListServerCertificates&Version=2010-05-08');
    expect(status).toBe(501);
    expect(text).toContain('iam:ListServerCertificates is not simulated');
  });
});

it('a missing or ill-formed member is refused in AWS’s words', async () => {
  const missing = await json('AWSIdentityStore.ListUsers', '{}');
  expect(JSON.parse(missing.text)).toMatchObject({
    __type: 'ValidationException',
    Message:
      "1 validation error detected: Value null at 'identityStoreId' failed to satisfy constraint: Member must not be null",
  });
  const formed = await json('AWSIdentityStore.ListUsers', '{"IdentityStoreId":"store"}');
  expect(JSON.parse(formed.text).Message).toMatch(
    /^1 validation error detected: Value 'store' at 'identityStoreId' failed to satisfy constraint: Member must satisfy regular expression pattern: d-/,
  );
});

it('every answer carries a request id, in the header and where the protocol puts it', async () => {
  const { headers, text } = await query('Action=ListUsers&Version=2010-05-08');
  const id = headers.get('x-amzn-requestid') ?? '';
  expect(id).toMatch(/^[0-9a-f-]{36}$/);
  expect(text).toContain(`<RequestId>${id}</RequestId>`);
});

it('no garbage crashes it: whatever is sent, the answer is AWS-shaped and nobody is at fault but the sender', async () => {
  // SCIM has a body and a test of its own: services/scim/garbage.test.ts.
  const services = SERVICES.filter(({ protocol }) => protocol !== 'scim');
  const operations = services.flatMap((service) => service.operations.map(({ name }) => ({ service, name })));
  const junk = fc.oneof(
    fc.json(),
    fc.string({ unit: 'binary' }),
    fc.constantFrom('{"__proto__":{}}', '{"constructor":1}'),
  );
  const parameters = fc.array(fc.tuple(fc.stringMatching(/^[A-Za-z.0-9]{1,30}$/), fc.string()), { maxLength: 6 });
  complaints.mockClear();
  await fc.assert(
    fc.asyncProperty(fc.constantFrom(...operations), junk, parameters, async ({ service, name }, body, pairs) => {
      const isQuery = service.protocol === 'query';
      const answer = isQuery
        ? await query(`Action=${name}&Version=${service.wireName}&${new URLSearchParams(pairs)}`, service.id)
        : service.protocol === 'json'
          ? await json(`${service.wireName}.${name}`, body)
          : await rest(service, name, body, pairs);
      expect(answer.status).toBeLessThan(500);
      if (answer.status === 200) return;
      if (!isQuery) expect(JSON.parse(answer.text).__type).toMatch(/Exception$/);
      else expect(answer.text).toMatch(/^<ErrorResponse xmlns=.*<Code>\w+<\/Code>/s);
    }),
    { numRuns: 200 },
  );
  expect(complaints).not.toHaveBeenCalled();
});

/** What a header can hold: printable Latin-1. */
const character = fc
  .integer({ min: 0x20, max: 0xff })
  .filter((code) => code < 0x7f || code > 0x9f)
  .map((code) => String.fromCharCode(code));
const headerValue = fc.oneof(
  fc.string({ unit: character, maxLength: 60 }),
  fc.constantFrom(
    '',
    '.',
    'AWS4-HMAC-SHA256',
    'AWS4-HMAC-SHA256 Credential=/////, SignedHeaders=;, Signature=',
    'Bearer x',
  ),
  fc.constantFrom('AWSIdentityStore.ListUsers', 'SWBExternalService.', '__proto__.constructor', '20261301T000000Z'),
);
const headerName = fc.constantFrom(
  ...['authorization', 'x-amz-target', 'x-amz-date', 'x-amz-security-token', 'x-amz-content-sha256', 'date'],
  ...[
    'content-type',
    'user-agent',
    'x-amz-user-agent',
    'amz-sdk-request',
    'x-amz-sso_bearer_token',
    'origin',
    'cookie',
  ],
);

it('no garbage in headers crashes it, whether they were signed so or forged: the answer is AWS-shaped', async () => {
  const calls = fc.constantFrom<{ service: string; body: string; headers?: Record<string, string> }>(
    { service: 'iam', body: 'Action=ListUsers&Version=2010-05-08' },
    { service: 'sso', body: '{}', headers: { 'x-amz-target': 'SWBExternalService.ListInstances' } },
  );
  const { administrator } = simulator.credentials;
  complaints.mockClear();
  let refused = 0;
  await fc.assert(
    fc.asyncProperty(
      calls,
      fc.dictionary(headerName, headerValue, { minKeys: 1, maxKeys: 4 }),
      fc.boolean(),
      async ({ service, body, headers }, garbage, isSigned) => {
        const { host: _, ...signed } = signedHeaders(new URL(simulator.url).host, administrator, {
          service,
          body,
          headers: isSigned ? { ...headers, ...garbage } : headers,
        });
        const sent = isSigned ? signed : { ...signed, ...garbage };
        const answer = await fetch(simulator.url, { method: 'POST', headers: sent, body });
        const text = await answer.text();
        expect(answer.status).toBeLessThan(500);
        expect(answer.headers.get('x-amzn-requestid')).toMatch(/^[0-9a-f-]{36}$/);
        if (answer.status === 200) return;
        refused += 1;
        if (text.startsWith('{')) expect(JSON.parse(text).__type).toMatch(/Exception$/);
        else expect(text).toMatch(/^<ErrorResponse.*<Code>\w+<\/Code>/s);
      },
    ),
    { numRuns: 400 },
  );
  expect(refused).toBeGreaterThan(100);
  expect(complaints).not.toHaveBeenCalled();
});

it('a body without end is cut off, a path without service answers 404', async () => {
  const large = await fetch(simulator.url, { method: 'POST', body: Buffer.alloc(3 * 1024 * 1024) }).catch(
    () => undefined,
  );
  expect([413, undefined]).toContain(large?.status);
  expect((await fetch(simulator.url)).status).toBe(404);
});
