import type { IncomingHttpHeaders } from 'node:http';
import type { Operation, Service } from '../services/service.ts';
import { type AwsError, commonError } from './aws-error.ts';
import { ServiceConstraints, violationMessage } from './constraints.ts';
import { readJson, UnreadableInput } from './json-reader.ts';
import { writeJson } from './json-writer.ts';
import { readQuery } from './query-reader.ts';
import { type RestInput, readRest } from './rest-reader.ts';
import { type Schema, type Shape, shapeOf } from './shape.ts';
import { escapeXml, writeXml } from './xml-writer.ts';

export interface Answer {
  readonly status: number;
  readonly contentType: string;
  readonly body: string;
  /** What REST clients know an error by. */
  readonly errorType?: string;
}

/** Where an operation's input is: a JSON body, the parameters of a form, or all of a REST request. */
export type OperationBody = Buffer | URLSearchParams | RestInput;

/** An operation the SDK knows, with its shapes; the handler is missing where it is not simulated. */
export interface KnownOperation {
  readonly name: string;
  readonly input: Shape;
  readonly output: Shape;
  readonly handler: Operation | undefined;
}

/** One service on the wire: which operations it has, what they are asked, and how it answers. */
export interface Codec {
  readonly service: Service;
  operation(name: string): KnownOperation | undefined;
  /** Which of its operations a request is for, where the service tells by itself. */
  route?(
    method: string,
    url: string,
    headers: IncomingHttpHeaders,
    body: Buffer,
  ): { readonly operationName: string; readonly body: OperationBody } | undefined;
  /** Reads and checks an input; refuses as the service would. */
  readInput(operation: KnownOperation, body: OperationBody): Record<string, unknown>;
  writeOutput(operation: KnownOperation, output: object | undefined, requestId: string): Answer;
  writeError(error: AwsError, requestId: string): Answer;
}

/** Everything generic about one service on the wire: reading inputs, checking them, writing answers and errors. */
export class ServiceCodec implements Codec {
  readonly service: Service;
  readonly #operations = new Map<string, KnownOperation>();
  readonly #constraints: ServiceConstraints;
  readonly #errorShapes = new Map<string, Shape>();
  readonly #paths = new Map<string, string>();

  constructor(service: Service) {
    this.service = service;
    this.#constraints = new ServiceConstraints(service.model);
    const handlers = new Map(service.operations.map((operation) => [operation.name, operation]));
    for (const [name, schema] of Object.entries(service.schemas)) {
      if (!name.endsWith('$') || !Array.isArray(schema)) continue;
      if (schema[0] === OPERATION) {
        const [, , operationName, traits, input, output] = schema as OperationSchema;
        const [method, path = ''] = (traits === 0 ? undefined : traits.http) ?? [];
        if (method && !path.includes('?')) this.#paths.set(`${method} ${path}`, operationName);
        const known = { name: operationName, input: shapeOf(input), output: shapeOf(output) };
        this.#operations.set(operationName, { ...known, handler: handlers.get(operationName) });
        handlers.delete(operationName);
      } else if (schema[0] === ERROR) this.#errorShapes.set(name.slice(0, -1), shapeOf(schema as unknown as Schema));
    }
    if (handlers.size > 0) throw new Error(`${service.id} has no operation ${[...handlers.keys()].join(', ')}`);
  }

  operation(name: string): KnownOperation | undefined {
    return this.#operations.get(name);
  }

  /** REST: operations by method and path. */
  paths(): Iterable<readonly [string, string]> {
    return this.#paths;
  }

  /** Reads and checks an input; refuses as the service would. */
  readInput(operation: KnownOperation, body: OperationBody): Record<string, unknown> {
    const input = this.#decode(operation.input, body);
    const violations = this.#constraints.check(operation.name, operation.input, input);
    if (violations.length > 0) {
      throw (
        this.service.invalid?.(violations) ??
        commonError(this.service.protocol, 'invalid', violationMessage(violations))
      );
    }
    return input;
  }

  #decode(shape: Shape, body: OperationBody): Record<string, unknown> {
    try {
      if (body instanceof URLSearchParams) return shape.kind === 'unit' ? {} : readQuery(shape, body);
      if (!Buffer.isBuffer(body)) return readRest(shape, body);
      const value: unknown = body.length === 0 ? {} : JSON.parse(body.toString());
      return shape.kind === 'unit' ? {} : (readJson(shape, value) as Record<string, unknown>);
    } catch (error) {
      if (error instanceof UnreadableInput) throw commonError(this.service.protocol, 'unreadable', error.message);
      if (error instanceof SyntaxError) throw commonError(this.service.protocol, 'unreadable', '');
      throw error;
    }
  }

  writeOutput(operation: KnownOperation, output: object | undefined, requestId: string): Answer {
    if (this.service.protocol !== 'query') {
      return { status: 200, contentType: this.#jsonType, body: writeJson(operation.output, output ?? {}) };
    }
    const hasResult = operation.output.kind === 'structure';
    const tag = `${operation.name}Result`;
    const result = hasResult ? `<${tag}>${writeXml(operation.output, output ?? {})}</${tag}>` : '';
    const metadata = `<ResponseMetadata><RequestId>${requestId}</RequestId></ResponseMetadata>`;
    const root = `${operation.name}Response`;
    const body = `<${root} xmlns="${this.service.xmlNamespace}">${result}${metadata}</${root}>`;
    return { status: 200, contentType: 'text/xml', body };
  }

  writeError(error: AwsError, requestId: string): Answer {
    if (this.service.protocol !== 'query') return this.#jsonError(error, requestId);
    return xmlError(error, requestId, this.service.xmlNamespace);
  }

  get #jsonType(): string {
    return this.service.protocol === 'rest' ? 'application/json' : JSON_TYPE;
  }

  /** Modelled errors carry `Message` and what else their shape has; common ones carry `message`. */
  #jsonError(error: AwsError, requestId: string): Answer {
    const shape = this.#errorShapes.get(error.code);
    const named = shape?.members.has('Message') ? 'Message' : 'message';
    const members: Record<string, unknown> = { __type: error.code, [named]: error.message, ...error.details };
    if (shape?.members.has('RequestId')) members.RequestId = requestId;
    const answer = { status: error.status, contentType: this.#jsonType, body: JSON.stringify(members) };
    return this.service.protocol === 'rest' ? { ...answer, errorType: error.code } : answer;
  }
}

/** An error in the Query style; also what a request that names no service gets. */
export function xmlError(error: AwsError, requestId: string, xmlNamespace = ''): Answer {
  const type = error.status >= 500 ? 'Receiver' : 'Sender';
  const inner = `<Type>${type}</Type><Code>${escapeXml(error.code)}</Code><Message>${escapeXml(error.message)}</Message>`;
  const namespace = xmlNamespace ? ` xmlns="${xmlNamespace}"` : '';
  const body = `<ErrorResponse${namespace}><Error>${inner}</Error><RequestId>${requestId}</RequestId></ErrorResponse>`;
  return { status: error.status, contentType: 'text/xml', body };
}

/** As SDK clients export operations: type, namespace, name, traits, input, output. */
type OperationSchema = [number, string, string, 0 | { http?: [method: string, path: string] }, Schema, Schema];

const JSON_TYPE = 'application/x-amz-json-1.1';
/** Type tags of static schemas, @smithy/types. */
const OPERATION = 9;
const ERROR = -3;
