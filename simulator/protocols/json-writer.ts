import type { Shape } from './shape.ts';

/**
 * Writes an answer as AWS JSON 1.1: timestamps are epoch seconds with a fraction. An answer that does not fit the
 * SDK's output shape (unknown member, missing required member, wrong type) throws: no ill-shaped answer leaves.
 */
export function writeJson(shape: Shape, value: unknown): string {
  switch (shape.kind) {
    case 'structure':
      return writeStructure(shape, value);
    case 'list':
      return writeList(shape, value);
    case 'map':
      return writeMap(shape, value);
    case 'timestamp':
      if (value instanceof Date) return String(value.getTime() / 1000);
      break;
    case 'string':
      if (typeof value === 'string') return JSON.stringify(value);
      break;
    case 'number':
      if (typeof value === 'number') return String(value);
      break;
    case 'boolean':
      if (typeof value === 'boolean') return value ? 'true' : 'false';
      break;
    case 'document':
      return JSON.stringify(value);
    case 'blob':
      if (value instanceof Uint8Array) return `"${Buffer.from(value).toString('base64')}"`;
      break;
    case 'unit':
      return '{}';
  }
  throw misfit(shape, value);
}

function writeStructure(shape: Shape, value: unknown): string {
  if (typeof value !== 'object' || value === null) throw misfit(shape, value);
  const members = shape.members;
  const record = value as Record<string, unknown>;
  let text = '{';
  for (const name in record) {
    const memberValue = record[name];
    if (memberValue === undefined) continue;
    const member = members.get(name);
    if (!member) throw new Error(`${shape.name} has no member ${name}`);
    text += `${text.length > 1 ? ',' : ''}"${name}":${writeJson(member.shape, memberValue)}`;
  }
  requireMembers(shape, record);
  return `${text}}`;
}

/** Required members are part of the answer's contract, just as its types. */
export function requireMembers(shape: Shape, record: Record<string, unknown>): void {
  for (const name of shape.required) {
    if (record[name] === undefined) throw new Error(`${shape.name} lacks its required member ${name}`);
  }
}

function writeList(shape: Shape, value: unknown): string {
  const element = shape.element?.shape;
  if (!Array.isArray(value) || !element) throw misfit(shape, value);
  let text = '[';
  for (const item of value) text += `${text.length > 1 ? ',' : ''}${writeJson(element, item)}`;
  return `${text}]`;
}

function writeMap(shape: Shape, value: unknown): string {
  const element = shape.element?.shape;
  if (typeof value !== 'object' || value === null || !element) throw misfit(shape, value);
  const parts = Object.entries(value).map(([key, item]) => `${JSON.stringify(key)}:${writeJson(element, item)}`);
  return `{${parts.join(',')}}`;
}

function misfit(shape: Shape, value: unknown): Error {
  return new Error(`a ${typeof value} does not fit ${shape.kind} ${shape.name}`);
}
