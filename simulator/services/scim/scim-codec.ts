import type { IncomingHttpHeaders } from 'node:http';
import { scimPath, scimRegion } from '../../auth/bearer.ts';
import type { AwsError } from '../../protocols/aws-error.ts';
import type { RestInput } from '../../protocols/rest-reader.ts';
import type { Answer, Codec, KnownOperation, OperationBody } from '../../protocols/service-codec.ts';
import { shapeOf } from '../../protocols/shape.ts';
import type { Operation, Service } from '../service.ts';
import { invalid, notFound } from './refusals.ts';
import { isObject, type ScimAnswer, type ScimInput, URN } from './scim-request.ts';

/** Operations by method and path; a slash at the end stands for an id. */
const OPERATIONS: Readonly<Record<string, string>> = {
  'GET Users': 'ListUsers',
  'POST Users': 'CreateUser',
  'GET Users/': 'GetUser',
  'PUT Users/': 'PutUser',
  'PATCH Users/': 'PatchUser',
  'DELETE Users/': 'DeleteUser',
  'GET Groups': 'ListGroups',
  'POST Groups': 'CreateGroup',
  'GET Groups/': 'GetGroup',
  'PATCH Groups/': 'PatchGroup',
  'DELETE Groups/': 'DeleteGroup',
  'GET ServiceProviderConfig': 'ServiceProviderConfig',
  'GET ResourceTypes': 'ListResourceTypes',
  'GET Schemas': 'ListSchemas',
  'GET Schemas/': 'GetSchema',
};
const ENDPOINTS = new Set(Object.keys(OPERATIONS).map((key) => key.split(' ')[1]));
const LISTS: ReadonlySet<string> = new Set(['ListUsers', 'ListGroups']);
/** What is asked for when it is none of them: of an endpoint there is none of, or by a method it does not have. */
const NO_ENDPOINT = 'none';
const NO_METHOD = 'unsupported';

const MAX_BODY_BYTES = 1_048_576;
const MAX_DEPTH = 12;
/** Without a cursor there is no second page: what is over is never seen. */
const UNPAGED_SIZE = 50;
const PAGE_SIZE = 100;

/** No SDK knows SCIM's bodies. */
const UNSHAPED = shapeOf('unit');

interface ScimRequest extends RestInput {
  readonly tenantId: string;
  readonly id: string | undefined;
}

/** SCIM 2.0 over HTTP (RFC 7644) as Identity Center speaks it: which operation, its input, answers and errors. */
export class ScimCodec implements Codec {
  readonly service: Service;
  readonly #handlers: ReadonlyMap<string, Operation>;

  constructor(service: Service) {
    this.service = service;
    this.#handlers = new Map(service.operations.map((operation) => [operation.name, operation]));
  }

  route(method: string, url: string, headers: IncomingHttpHeaders, body: Buffer) {
    const path = scimPath(url);
    if (!path && scimRegion(headers) === undefined) return undefined;
    const [endpoint = '', id = '', ...more] = path?.rest.split('/') ?? [];
    const place = id === '' ? endpoint : `${endpoint}/`;
    const missing = ENDPOINTS.has(place) ? NO_METHOD : NO_ENDPOINT;
    const operationName = more.length > 0 ? NO_ENDPOINT : (OPERATIONS[`${method} ${place}`] ?? missing);
    const query = new URLSearchParams(url.split('?')[1] ?? '');
    const request: ScimRequest = { query, headers, body, tenantId: path?.tenantId ?? '', id: id || undefined };
    return { operationName, body: request };
  }

  operation(name: string): KnownOperation | undefined {
    if (name === NO_ENDPOINT) throw notFound('There is no such endpoint.');
    if (name === NO_METHOD) throw invalid('The operation is not supported on this endpoint.');
    return { name, input: UNSHAPED, output: UNSHAPED, handler: this.#handlers.get(name) };
  }

  readInput({ name }: KnownOperation, request: OperationBody): Record<string, unknown> {
    if (!('tenantId' in request)) throw new Error('this is no SCIM request');
    const { tenantId, id, query, headers, body } = request as ScimRequest;
    const input: ScimInput = {
      tenantId,
      ...(id === undefined ? {} : { id: decoded(id) }),
      ...(LISTS.has(name) ? readQuery(query) : {}),
      ...(body.length > 0 ? { httpBody: readBody(body, headers['content-type']) } : {}),
    };
    return { ...input };
  }

  writeOutput(_operation: KnownOperation, output: object | undefined): Answer {
    const { status, body } = output as ScimAnswer;
    return { status, contentType: 'application/json', body: body ? JSON.stringify(body) : '' };
  }

  /** Both spellings of `schemas` are on record, and are what clients look for. */
  writeError(error: AwsError, requestId: string): Answer {
    const { detail = error.message } = error.details;
    const body = {
      schema: [URN.error],
      schemas: [URN.error],
      detail,
      status: String(error.status),
      exceptionRequestId: requestId,
      timeStamp: new Date().toISOString().replace('T', ' ').replace('Z', ''),
    };
    const json = JSON.stringify(body);
    return { status: error.status, contentType: 'application/json', body: json, errorType: error.code };
  }
}

function readQuery(query: URLSearchParams): Partial<ScimInput> {
  const filter = query.get('filter');
  const cursor = query.get('cursor');
  const isPaged = cursor !== null;
  const count = readCount(query.get('count')) ?? PAGE_SIZE;
  return {
    ...(filter === null ? {} : { filter }),
    ...(cursor ? { cursor } : {}),
    isPaged,
    count: isPaged ? count : Math.min(count, UNPAGED_SIZE),
  };
}

function readCount(text: string | null): number | undefined {
  if (text === null) return undefined;
  const count = /^\d{1,3}$/.test(text) ? Number(text) : 0;
  if (count < 1 || count > PAGE_SIZE) throw invalid(`count must be between 1 and ${PAGE_SIZE}.`);
  return count;
}

function readBody(body: Buffer, contentType: string | undefined): Record<string, unknown> {
  if (contentType !== undefined && !/^application\/(scim\+)?json\s*(;|$)/i.test(contentType)) {
    throw invalid(`Content-Type ${contentType} is not supported.`);
  }
  if (body.length > MAX_BODY_BYTES) throw invalid(`The body is longer than ${MAX_BODY_BYTES} bytes.`);
  const value = parsed(body.toString());
  if (!isObject(value) || !fits(value, MAX_DEPTH)) throw invalid('The body is not an object of a SCIM message.');
  return value;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw invalid('The body is not JSON.');
  }
}

/** No message is nested deeper, and what is can not be written down again. */
function fits(value: unknown, levels: number): boolean {
  if (typeof value !== 'object' || value === null) return true;
  return levels > 0 && Object.values(value).every((item) => fits(item, levels - 1));
}

function decoded(id: string): string {
  try {
    return decodeURIComponent(id);
  } catch {
    return id;
  }
}
