import { requireMembers } from './json-writer.ts';
import type { Member, Shape } from './shape.ts';

/** Writes the inside of one element in the AWS Query style: ISO 8601 dates, `<member>` list items, `<entry>` maps. */
export function writeXml(shape: Shape, value: unknown): string {
  switch (shape.kind) {
    case 'structure':
      return writeStructure(shape, value);
    case 'list':
      return writeItems(shape, value, shape.element?.xmlName ?? 'member');
    case 'map':
      return writeEntries(shape, value);
    case 'timestamp':
      if (value instanceof Date) return value.toISOString().replace('.000Z', 'Z');
      break;
    case 'string':
      if (typeof value === 'string') return escapeXml(value);
      break;
    case 'number':
      if (typeof value === 'number') return String(value);
      break;
    case 'boolean':
      if (typeof value === 'boolean') return String(value);
      break;
    case 'blob':
      if (value instanceof Uint8Array) return Buffer.from(value).toString('base64');
      break;
    default:
      break;
  }
  throw new Error(`a ${typeof value} does not fit ${shape.kind} ${shape.name}`);
}

function writeStructure(shape: Shape, value: unknown): string {
  if (typeof value !== 'object' || value === null) throw new Error(`${shape.name} must be a structure`);
  const members = shape.members;
  const record = value as Record<string, unknown>;
  let text = '';
  for (const name in record) {
    const memberValue = record[name];
    if (memberValue === undefined) continue;
    const member = members.get(name);
    if (!member) throw new Error(`${shape.name} has no member ${name}`);
    text += writeMember(member.xmlName ?? name, member, memberValue);
  }
  requireMembers(shape, record);
  return text;
}

function writeMember(tag: string, member: Member, value: unknown): string {
  if (member.shape.kind === 'list' && (member.isFlattened || member.shape.isFlattened)) {
    return writeItems(member.shape, value, tag);
  }
  return `<${tag}>${writeXml(member.shape, value)}</${tag}>`;
}

function writeItems(shape: Shape, value: unknown, tag: string): string {
  const element = shape.element?.shape;
  if (!Array.isArray(value) || !element) throw new Error(`${shape.name} must be a list`);
  let text = '';
  for (const item of value) text += `<${tag}>${writeXml(element, item)}</${tag}>`;
  return text;
}

function writeEntries(shape: Shape, value: unknown): string {
  const element = shape.element?.shape;
  if (typeof value !== 'object' || value === null || !element) throw new Error(`${shape.name} must be a map`);
  let text = '';
  for (const [key, item] of Object.entries(value)) {
    text += `<entry><key>${escapeXml(key)}</key><value>${writeXml(element, item)}</value></entry>`;
  }
  return text;
}

const ESCAPES: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&apos;' };
// biome-ignore lint/suspicious/noControlCharactersInRegex: XML 1.0 forbids these characters even when escaped
const UNPRINTABLE = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g;

export function escapeXml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => ESCAPES[character] ?? character).replace(UNPRINTABLE, '\ufffd');
}
