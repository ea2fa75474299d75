import { invalid } from './refusals.ts';
import { isObject, URN } from './scim-request.ts';

/** One change of a PATCH: of what its path names. */
export interface PatchOperation {
  readonly op: 'add' | 'replace' | 'remove';
  readonly path: string;
  readonly value: unknown;
}

/** Where a path leads: an attribute, one of a list's values, a part of either. */
export interface Place {
  readonly attribute: string;
  readonly select?: { readonly by: string; readonly value: unknown };
  readonly part?: string;
}

/** Reads a PATCH; without a path an operation changes the one attribute in its value. */
export function readOperations(body: Readonly<Record<string, unknown>> | undefined): PatchOperation[] {
  const { schemas, Operations: operations } = body ?? {};
  if (!Array.isArray(schemas) || !schemas.includes(URN.patch)) throw invalid(`schemas must hold ${URN.patch}.`);
  if (!Array.isArray(operations) || operations.length === 0) throw invalid('Operations must be given.');
  return operations.map(readOperation);
}

function readOperation(operation: unknown): PatchOperation {
  if (!isObject(operation)) throw invalid('An operation must be an object.');
  const { op: name, path, value } = operation;
  const op = typeof name === 'string' ? name.toLowerCase() : '';
  if (op !== 'add' && op !== 'replace' && op !== 'remove') throw invalid('op must be add, replace or remove.');
  if (path !== undefined && (typeof path !== 'string' || path === '')) throw invalid('path must be a text.');
  if (op === 'remove') {
    if (path === undefined) throw invalid('A remove operation needs a path.');
    return { op, path, value };
  }
  if (value === undefined || value === null) throw invalid(`An ${op} operation needs a value.`);
  if (path !== undefined) return { op, path, value };
  // Clients send the id along, which changes nothing.
  const [only, ...more] = isObject(value) ? Object.entries(value).filter(([key]) => key !== 'id') : [];
  if (!only || more.length > 0) {
    const text =
      'Current PATCH support allows omitting "path" attribute only for Add and Replace operations modifying a single attribute.';
    throw invalid(text);
  }
  return { op, path: only[0], value: only[1] };
}

const PATH = /^(\w+)(?:\[(\w+) +[eE][qQ] +("[^"\\]*"|true|false)\])?(?:\.(\$?\w+))?$/;

/** Reads `name.givenName`, `emails[type eq "work"].value` and the like; a schema before it does no harm. */
export function readPlace(path: string, schema: string): Place {
  const rest = path.startsWith(`${schema}:`) ? path.slice(schema.length + 1) : path;
  const [, attribute, by, literal = '', part] = PATH.exec(rest) ?? [];
  if (attribute === undefined) throw invalid(`The path is not supported: ${path}`);
  return {
    attribute,
    ...(by === undefined ? {} : { select: { by, value: JSON.parse(literal) as unknown } }),
    ...(part === undefined ? {} : { part }),
  };
}

/** Members as they are once those that were removed are gone. */
export function present(members: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(members).filter(([, value]) => value !== undefined));
}
