import type { Shape } from './shape.ts';

/** A body that does not have the operation's shape; the protocol layer turns it into AWS's own refusal. */
export class UnreadableInput extends Error {}

const KIND_NAMES: Record<string, string> = { string: 'STRING_VALUE', number: 'NUMBER_VALUE', boolean: 'TRUE_VALUE' };

/** Reads a JSON 1.1 body by the SDK's input shape. Unknown members are ignored, as AWS does. */
export function readJson(shape: Shape, value: unknown): unknown {
  switch (shape.kind) {
    case 'structure':
      return readStructure(shape, value);
    case 'list':
      if (!Array.isArray(value)) break;
      return value.map((item) => (shape.element ? readJson(shape.element.shape, item) : item));
    case 'map':
      return readMap(shape, value);
    case 'timestamp':
      if (typeof value === 'number' && Number.isFinite(value)) return new Date(value * 1000);
      break;
    case 'string':
      if (typeof value === 'string') return value;
      break;
    case 'number':
      if (typeof value === 'number') return value;
      break;
    case 'boolean':
      if (typeof value === 'boolean') return value;
      break;
    case 'blob':
      if (typeof value === 'string') return Buffer.from(value, 'base64');
      break;
    default:
      return value;
  }
  throw new UnreadableInput(`${nameOfKind(value)} can not be converted to ${expected(shape)}`);
}

function readStructure(shape: Shape, value: unknown): Record<string, unknown> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new UnreadableInput(`Start of structure or map found where not expected.`);
  }
  const result: Record<string, unknown> = {};
  for (const [name, memberValue] of Object.entries(value)) {
    const member = shape.members.get(name);
    if (member && memberValue !== null) result[name] = readJson(member.shape, memberValue);
  }
  return result;
}

function readMap(shape: Shape, value: unknown): Record<string, unknown> {
  if (typeof value !== 'object' || value === null || Array.isArray(value) || !shape.element) {
    throw new UnreadableInput(`Unexpected token found where a map was expected.`);
  }
  const element = shape.element.shape;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, readJson(element, item)]));
}

function nameOfKind(value: unknown): string {
  return value === null ? 'NULL_VALUE' : (KIND_NAMES[typeof value] ?? 'START_OF_STRUCTURE');
}

function expected(shape: Shape): string {
  return (
    { string: 'String', number: 'Integer', boolean: 'Boolean', timestamp: 'milliseconds since epoch' }[
      shape.kind as string
    ] ?? shape.kind
  );
}
