import type { IncomingHttpHeaders } from 'node:http';
import { readJson, UnreadableInput } from './json-reader.ts';
import type { Member, Shape } from './shape.ts';

/** A REST request taken apart: an operation's members are in all three. */
export interface RestInput {
  readonly query: URLSearchParams;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
}

/** Reads the members of an input from the query, from headers and, all others, from the JSON body. */
export function readRest(shape: Shape, { query, headers, body }: RestInput): Record<string, unknown> {
  const value: unknown = body.length === 0 ? {} : JSON.parse(body.toString());
  const result = readJson(shape, value) as Record<string, unknown>;
  for (const [name, member] of shape.members) {
    if (!member.httpQuery && !member.httpHeader) continue;
    const text = member.httpQuery ? query.get(member.httpQuery) : headers[(member.httpHeader ?? '').toLowerCase()];
    delete result[name];
    if (typeof text === 'string') result[name] = readText(member, text);
  }
  return result;
}

function readText({ shape }: Member, text: string): unknown {
  if (shape.kind === 'string') return text;
  if (shape.kind === 'number' && /^-?\d+$/.test(text)) return Number(text);
  if (shape.kind === 'boolean' && /^(true|false)$/.test(text)) return text === 'true';
  throw new UnreadableInput(`${text} can not be converted to ${shape.kind}`);
}
