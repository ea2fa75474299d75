import { createHash, createHmac } from 'node:crypto';
import { ListUsersCommand } from '@aws-sdk/client-iam';
import { ListInstancesCommand } from '@aws-sdk/client-sso-admin';
import { GetCallerIdentityCommand } from '@aws-sdk/client-sts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Simulator, startSimulator } from '../start.ts';
import { clientsFor, refusal } from '../testing/clients.ts';

const BODY = 'Action=GetCallerIdentity&Version=2011-06-15';
let simulator: Simulator;

beforeAll(async () => {
  simulator = await startSimulator({ world: 'small' });
});
afterAll(() => simulator.stop());

/** Signs by hand, so that each signed part can be forged afterwards. */
function sign(options: { at?: Date; service?: string; signed?: string[]; target?: string; body?: string } = {}) {
  const { accessKeyId, secretAccessKey } = simulator.credentials.administrator;
  const { service = 'sts', target, body = BODY } = options;
  const timestamp = (options.at ?? new Date()).toISOString().replace(/[-:]|\.\d{3}/g, '');
  const date = timestamp.slice(0, 8);
  const headers: Record<string, string> = { host: new URL(simulator.url).host, 'x-amz-date': timestamp };
  if (target) headers['x-amz-target'] = target;
  const signed = options.signed ?? Object.keys(headers).sort();
  const sha = (text: string) => createHash('sha256').update(text).digest('hex');
  const mac = (key: string | Buffer, text: string) => createHmac('sha256', key).update(text).digest();
  const lines = signed.map((name) => `${name}:${headers[name]}\n`).join('');
  const canonical = `POST\n/\n\n${lines}\n${signed.join(';')}\n${sha(body)}`;
  const scope = `${date}/eu-west-1/${service}/aws4_request`;
  const key = [date, 'eu-west-1', service, 'aws4_request'].reduce<Buffer | string>(mac, `AWS4${secretAccessKey}`);
  const signature = mac(key, `AWS4-HMAC-SHA256\n${timestamp}\n${scope}\n${sha(canonical)}`).toString('hex');
  const authorization = `AWS4-HMAC-SHA256 Credential=${accessKeyId}/${scope}, SignedHeaders=${signed.join(';')}, Signature=${signature}`;
  return { headers: { ...headers, authorization } as Record<string, string>, body };
}

async function send(request: { headers: Record<string, string>; body: string }, path = '/') {
  const { host: _, ...headers } = request.headers;
  const response = await fetch(simulator.url + path, { method: 'POST', headers, body: request.body });
  return { status: response.status, text: await response.text() };
}

describe('a signature', () => {
  it('made by hand is accepted', async () => {
    expect((await send(sign())).status).toBe(200);
  });

  it.each<[string, (request: ReturnType<typeof sign>) => void]>([
    ['the body', (request) => (request.body = `${BODY}&x=1`)],
    ['a signed header', (request) => (request.headers['x-amz-date'] = shifted(request.headers['x-amz-date'] ?? ''))],
    ['the region of the scope', (request) => replace(request, 'eu-west-1', 'eu-west-2')],
    // Another digit than the one that stands there, whatever it is.
    [
      'the signature',
      (request) =>
        replace(
          request,
          /Signature=./,
          request.headers.authorization?.includes('Signature=0') ? 'Signature=1' : 'Signature=0',
        ),
    ],
  ])('no longer fits when %s is forged', async (_, forge) => {
    const request = sign();
    const before = JSON.stringify(request);
    forge(request);
    expect(JSON.stringify(request)).not.toBe(before);
    const { status, text } = await send(request);
    expect(status).toBe(403);
    expect(text).toContain('<Code>SignatureDoesNotMatch</Code>');
  });

  it('no longer fits when any one header of an SDK’s request is changed, added to or left out', async () => {
    const { headers, body } = await sdkRequest();
    const { authorization = '' } = headers;
    const signed = /SignedHeaders=([^,]+)/.exec(authorization)?.[1]?.split(';') ?? [];
    expect(signed.length).toBeGreaterThan(6);
    // Of these the sender writes its own; another test forges the host by its port.
    const forgeable = signed.filter((name) => name !== 'host' && name !== 'content-length');
    expect((await send({ headers, body })).status).toBe(200);
    for (const name of forgeable) {
      const { [name]: value = '', ...without } = headers;
      const changed = {
        ...headers,
        [name]: /\d(?=\D*$)/.test(value) ? value.replace(/\d(?=\D*$)/, flipped) : `${value}x`,
      };
      for (const forged of [changed, without]) {
        const { status, text } = await send({ headers: forged, body });
        expect({ name, status }, text).toEqual({
          name,
          status: expect.toSatisfy((n: number) => n === 400 || n === 403),
        });
      }
    }
  });

  it('no longer fits another path or query', async () => {
    expect((await send(sign(), '/other')).text).toContain('SignatureDoesNotMatch');
    expect((await send(sign(), '/?a=b')).text).toContain('SignatureDoesNotMatch');
  });

  it('of another service is refused, naming the right one', async () => {
    const { status, text } = await send(sign({ service: 'iam' }));
    expect(status).toBe(403);
    expect(text).toContain('Credential should be scoped to correct service: &apos;sts&apos;');
  });

  it('that leaves an x-amz header out of what it covers is refused', async () => {
    const target = 'SWBExternalService.ListInstances';
    const request = sign({ service: 'sso', target, signed: ['host', 'x-amz-date'], body: '{}' });
    const { status, text } = await send(request);
    expect(status).toBe(400);
    expect(JSON.parse(text).__type).toBe('InvalidSignatureException');
  });

  it('older or newer than five minutes is refused', async () => {
    const old = await send(sign({ at: new Date(Date.now() - 6 * 60_000) }));
    expect(old.status).toBe(403);
    expect(old.text).toMatch(/Signature expired: \d{8}T\d{6}Z is now earlier than \d{8}T\d{6}Z/);
    const young = await send(sign({ at: new Date(Date.now() + 6 * 60_000) }));
    expect(young.text).toContain('Signature not yet current');
    expect((await send(sign({ at: new Date(Date.now() - 4 * 60_000) }))).status).toBe(200);
  });

  it('is asked for', async () => {
    const bare = await send({ headers: { host: '' }, body: BODY });
    expect(bare.status).toBe(403);
    expect(bare.text).toContain('<Code>MissingAuthenticationToken</Code>');
    const json = await send({ headers: { host: '', 'x-amz-target': 'AWSIdentityStore.ListUsers' }, body: '{}' });
    expect(json.status).toBe(400);
    expect(JSON.parse(json.text)).toMatchObject({ __type: 'MissingAuthenticationTokenException' });
  });

  it('that is not SigV4 is refused as incomplete', async () => {
    const request = sign();
    request.headers.authorization = 'Bearer abc';
    expect(await send(request)).toMatchObject({ status: 400, text: expect.stringContaining('IncompleteSignature') });
  });
});

describe('credentials', () => {
  const wrongSecret = { accessKeyId: 'AKIADEMOADMINLARKSP1', secretAccessKey: 'wrong' };
  const unknownKey = { accessKeyId: 'AKIAUNKNOWNUNKNOWN00', secretAccessKey: 'x' };

  it('with a wrong secret are refused in each protocol', async () => {
    const clients = clientsFor(simulator.url, wrongSecret);
    const query = await refusal(clients.iam.send(new ListUsersCommand({})));
    expect(query).toMatchObject({ name: 'SignatureDoesNotMatch', status: 403 });
    const json = await refusal(clients.ssoAdmin.send(new ListInstancesCommand({})));
    expect(json).toMatchObject({ name: 'InvalidSignatureException', status: 400 });
  });

  it('nobody knows are refused in each protocol', async () => {
    const clients = clientsFor(simulator.url, unknownKey);
    const message = 'The security token included in the request is invalid.';
    const query = await refusal(clients.iam.send(new ListUsersCommand({})));
    expect(query).toEqual({ name: 'InvalidClientTokenId', status: 403, message });
    const json = await refusal(clients.ssoAdmin.send(new ListInstancesCommand({})));
    expect(json).toEqual({ name: 'UnrecognizedClientException', status: 400, message });
  });

  it('of a session without, or with a foreign, token are refused', async () => {
    const { sessionToken, ...bare } = simulator.credentials.countersign;
    const without = clientsFor(simulator.url, bare).sts.send(new GetCallerIdentityCommand({}));
    expect(await refusal(without)).toMatchObject({ name: 'InvalidClientTokenId' });
    const foreign = clientsFor(simulator.url, { ...bare, sessionToken: `${sessionToken}x` });
    expect(await refusal(foreign.sts.send(new GetCallerIdentityCommand({})))).toMatchObject({
      name: 'InvalidClientTokenId',
    });
  });
});

const flipped = (digit: string) => String((Number(digit) + 1) % 10);

/** A request as the SDK serialises and signs it. */
async function sdkRequest(): Promise<{ headers: Record<string, string>; body: string }> {
  const { iam } = clientsFor(simulator.url, simulator.credentials.administrator);
  return new Promise((resolve, reject) => {
    const handle = async ({ headers, body }: { headers: Record<string, string>; body: string }) => {
      resolve({ headers, body });
      throw new Error('kept instead of sent');
    };
    iam.config.requestHandler = { handle } as unknown as typeof iam.config.requestHandler;
    iam.send(new ListUsersCommand({})).catch((error: Error) => (error.message.includes('kept') ? null : reject(error)));
  });
}

function replace(request: { headers: Record<string, string> }, from: string | RegExp, to: string): void {
  request.headers.authorization = (request.headers.authorization ?? '').replace(from, to);
}

function shifted(timestamp: string): string {
  return timestamp.replace(/\d\dZ$/, (seconds) => (seconds === '00Z' ? '01Z' : '00Z'));
}
