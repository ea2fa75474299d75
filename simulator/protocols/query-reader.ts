import { UnreadableInput } from './json-reader.ts';
import type { Shape } from './shape.ts';

type Tree = Map<string, Tree | string>;

/** Reads AWS Query parameters (`Tags.member.1.Key=…`) by the SDK's input shape; unknown ones are ignored. */
export function readQuery(shape: Shape, parameters: URLSearchParams): Record<string, unknown> {
  const tree: Tree = new Map();
  for (const [name, value] of parameters) place(tree, name.split('.'), value);
  return readStructure(shape, tree);
}

function place(tree: Tree, path: string[], value: string): void {
  let node = tree;
  for (const step of path.slice(0, -1)) {
    const next = node.get(step);
    if (next instanceof Map) node = next;
    else {
      const made: Tree = new Map();
      node.set(step, made);
      node = made;
    }
  }
  node.set(path.at(-1) ?? '', value);
}

function readStructure(shape: Shape, tree: Tree): Record<string, unknown> {
  const result: Record<string, unknown> = {};
  for (const [name, member] of shape.members) {
    const node = tree.get(member.xmlName ?? name);
    if (node !== undefined) result[name] = read(member.shape, node, name);
  }
  return result;
}

function read(shape: Shape, node: Tree | string, name: string): unknown {
  if (shape.kind === 'structure') {
    if (node instanceof Map) return readStructure(shape, node);
    throw new UnreadableInput(`Unexpected value for ${name}`);
  }
  if (shape.kind === 'list') return readList(shape, node, name);
  if (shape.kind === 'map') return readMap(shape, node, name);
  if (typeof node !== 'string') throw new UnreadableInput(`Unexpected complex element for ${name}`);
  return readScalar(shape, node);
}

/** An empty list is sent as `Name=` by older clients. Index gaps are closed, as AWS does. */
function readList(shape: Shape, node: Tree | string, name: string): unknown[] {
  if (typeof node === 'string') return [];
  const items = node.get(shape.element?.xmlName ?? 'member') ?? node;
  if (!(items instanceof Map) || !shape.element) throw new UnreadableInput(`Unexpected list element for ${name}`);
  const element = shape.element.shape;
  return numbered(items).map((item) => read(element, item, name));
}

function readMap(shape: Shape, node: Tree | string, name: string): Record<string, unknown> {
  const entries = node instanceof Map ? (node.get('entry') ?? node) : undefined;
  if (!(entries instanceof Map) || !shape.element) throw new UnreadableInput(`Unexpected map element for ${name}`);
  const result: Record<string, unknown> = {};
  for (const entry of numbered(entries)) {
    const key = entry instanceof Map ? entry.get('key') : undefined;
    const value = entry instanceof Map ? entry.get('value') : undefined;
    if (typeof key === 'string' && value !== undefined) result[key] = read(shape.element.shape, value, name);
  }
  return result;
}

function numbered(tree: Tree): (Tree | string)[] {
  return [...tree]
    .filter(([index]) => /^\d+$/.test(index))
    .sort(([a], [b]) => Number(a) - Number(b))
    .map(([, item]) => item);
}

function readScalar(shape: Shape, text: string): unknown {
  switch (shape.kind) {
    case 'number': {
      if (!/^[+-]?\d+(\.\d+)?$/.test(text)) throw new UnreadableInput(`Invalid number: ${text.slice(0, 64)}`);
      return Number(text);
    }
    case 'boolean': {
      if (text !== 'true' && text !== 'false') throw new UnreadableInput(`Invalid boolean: ${text.slice(0, 64)}`);
      return text === 'true';
    }
    case 'timestamp': {
      const date = new Date(text);
      if (Number.isNaN(date.getTime())) throw new UnreadableInput(`Invalid timestamp: ${text.slice(0, 64)}`);
      return date;
    }
    case 'blob':
      return Buffer.from(text, 'base64');
    default:
      return text;
  }
}
