import { createHash, createHmac } from 'node:crypto';
import type { ClientCredentials } from './clients.ts';

export interface RawRequest {
  readonly service: string;
  readonly body: string | Buffer;
  readonly headers?: Readonly<Record<string, string>>;
  readonly region?: string;
}

/** Sends any body, well signed: what an SDK client would never let out. */
export async function sendSigned(url: string, credentials: ClientCredentials, request: RawRequest) {
  const headers = signedHeaders(new URL(url).host, credentials, request);
  const { host: _, ...rest } = headers;
  const response = await fetch(url, { method: 'POST', headers: rest, body: new Uint8Array(Buffer.from(request.body)) });
  return { status: response.status, headers: response.headers, text: await response.text() };
}

/** The headers of a signed POST to `/`. */
export function signedHeaders(
  host: string,
  credentials: ClientCredentials,
  { service, body, headers: more = {}, region = 'eu-west-1' }: RawRequest,
): Record<string, string> {
  const timestamp = new Date().toISOString().replace(/[-:]|\.\d{3}/g, '');
  const date = timestamp.slice(0, 8);
  const headers: Record<string, string> = { ...more, host, 'x-amz-date': timestamp };
  if (credentials.sessionToken) headers['x-amz-security-token'] = credentials.sessionToken;
  const names = Object.keys(headers).sort();
  const lines = names.map((name) => `${name}:${headers[name]?.trim()}\n`).join('');
  const sha = (data: string | Buffer) => createHash('sha256').update(data).digest('hex');
  const mac = (key: string | Buffer, text: string) => createHmac('sha256', key).update(text).digest();
  const canonical = `POST\n/\n\n${lines}\n${names.join(';')}\n${sha(body)}`;
  const scope = `${date}/${region}/${service}/aws4_request`;
  const parts = [date, region, service, 'aws4_request'];
  const key = parts.reduce<string | Buffer>(mac, `AWS4${credentials.secretAccessKey}`);
  const signature = mac(key, `AWS4-HMAC-SHA256\n${timestamp}\n${scope}\n${sha(canonical)}`).toString('hex');
  const credential = `${credentials.accessKeyId}/${scope}`;
  headers.authorization = `AWS4-HMAC-SHA256 Credential=${credential}, SignedHeaders=${names.join(';')}, Signature=${signature}`;
  return headers;
}
