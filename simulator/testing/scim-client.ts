import type { Simulator } from '../start.ts';
import { control, type JsonResponse } from './control.ts';

export const ENTERPRISE = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User';
const PATCH_SCHEMA = 'urn:ietf:params:scim:api:messages:2.0:PatchOp';

export interface ScimResponse extends JsonResponse {
  readonly headers: Headers;
}

export interface ScimSettings {
  readonly tenantId: string;
  readonly path: string;
  readonly tokenId: string;
  readonly token: string;
  readonly expiresAt: string;
}

/** An identity provider: plain HTTP requests with a bearer token. */
export class ScimClient {
  readonly settings: ScimSettings;
  readonly #url: string;

  constructor(url: string, settings: ScimSettings) {
    this.#url = url;
    this.settings = settings;
  }

  /** With a token made for it. */
  static async of(simulator: Simulator): Promise<ScimClient> {
    const { status, body } = await control(simulator, 'POST', 'scim');
    if (status !== 201) throw new Error(`no token: ${status} ${JSON.stringify(body)}`);
    return new ScimClient(simulator.url, body as ScimSettings);
  }

  async send(method: string, path: string, body?: unknown, more: Record<string, string> = {}): Promise<ScimResponse> {
    const isText = typeof body === 'string';
    const response = await fetch(this.#url + this.settings.path + path, {
      method,
      headers: {
        authorization: `Bearer ${this.settings.token}`,
        ...(body === undefined ? {} : { 'content-type': 'application/scim+json' }),
        ...more,
      },
      ...(body === undefined ? {} : { body: isText ? body : JSON.stringify(body) }),
    });
    const text = await response.text();
    return { status: response.status, headers: response.headers, body: text === '' ? undefined : JSON.parse(text) };
  }

  get(path: string): Promise<ScimResponse> {
    return this.send('GET', path);
  }

  /** The ids of what a filter finds. */
  async find(endpoint: string, filter: string): Promise<string[]> {
    const { status, body } = await this.get(`${endpoint}?filter=${encodeURIComponent(filter)}`);
    if (status !== 200) throw new Error(`${filter}: ${status}`);
    return body.Resources.map(({ id }: { id: string }) => id);
  }

  patch(path: string, ...operations: object[]): Promise<ScimResponse> {
    return this.send('PATCH', path, { schemas: [PATCH_SCHEMA], Operations: operations });
  }

  /** Creates a user; returns its id. */
  async user(name: string, more: object = {}): Promise<string> {
    const { status, body } = await this.send('POST', 'Users', userNamed(name, more));
    if (status !== 201) throw new Error(`user ${name}: ${status} ${JSON.stringify(body)}`);
    return body.id;
  }

  async group(displayName: string, members: readonly string[] = [], more: object = {}): Promise<string> {
    const group = { displayName, members: members.map((value) => ({ value })), ...more };
    const { status, body } = await this.send('POST', 'Groups', group);
    if (status !== 201) throw new Error(`group ${displayName}: ${status} ${JSON.stringify(body)}`);
    return body.id;
  }
}

/** A user as identity providers send one. */
export function userNamed(name: string, more: object = {}): Record<string, unknown> {
  return {
    schemas: ['urn:ietf:params:scim:schemas:core:2.0:User'],
    userName: `${name}@idp.example`,
    name: { givenName: name, familyName: 'Provisioned' },
    displayName: `${name} Provisioned`,
    active: true,
    emails: [{ value: `${name}@idp.example`, type: 'work', primary: true }],
    ...more,
  };
}
