import { type PatchOperation, type Place, present, readOperations, readPlace } from '../patch.ts';
import { invalid } from '../refusals.ts';
import { isObject, URN } from '../scim-request.ts';
import {
  type Attributes,
  checkedChange,
  ENTERPRISE_TEXTS,
  NAME_PARTS,
  type ScimUser,
  USER_LISTS,
  USER_TEXTS,
} from './user-attributes.ts';

/** What a PATCH can change; roles only come with a whole user. */
const SINGLES = new Set(['userName', 'active', 'externalId', 'displayName', ...USER_TEXTS]);
const LISTS = new Map(Object.entries(USER_LISTS).filter(([name]) => name !== 'roles'));
const ENTERPRISE = new Set([...ENTERPRISE_TEXTS, 'manager']);
/** Changed once in a request at most, and never removed. */
const GUARDED = ['userName', 'active'];

/** A user after a PATCH: all of its operations, one after the other. */
export function patchedUser(user: ScimUser, body: Attributes | undefined): ScimUser {
  const operations = readOperations(body);
  for (const guarded of GUARDED) {
    const touching = operations.filter(({ path }) => path === guarded || path === `${URN.user}:${guarded}`);
    if (touching.length > 1) throw invalid(`Multiple operations on ${guarded} are not supported.`);
    if (touching.some(({ op }) => op === 'remove')) throw invalid(`${guarded} can not be removed.`);
  }
  return checkedChange(user, operations.reduce<Attributes>(applied, user));
}

function applied(user: Attributes, operation: PatchOperation): Attributes {
  const { path } = operation;
  if (path === URN.enterprise || path.startsWith(`${URN.enterprise}:`)) {
    return { ...user, [URN.enterprise]: enterprise(user[URN.enterprise], operation) };
  }
  const place = readPlace(path, URN.user);
  const { attribute } = place;
  const old = user[attribute];
  if (LISTS.has(attribute)) return { ...user, [attribute]: list(old, operation, place) };
  if (attribute === 'name' && !place.select) return { ...user, name: complex(old, operation, place.part, NAME_PARTS) };
  if (!SINGLES.has(attribute) || place.select || place.part) throw invalid(`The path is not supported: ${path}`);
  return { ...user, [attribute]: newValue(operation) };
}

function newValue({ op, value }: PatchOperation): unknown {
  return op === 'remove' ? undefined : value;
}

/** One part of an attribute, or all those that the value names; the others stay. */
function complex(old: unknown, operation: PatchOperation, part: string | undefined, parts: readonly string[]): unknown {
  const current = isObject(old) ? old : {};
  if (part === undefined) {
    if (operation.op === 'remove') return undefined;
    if (!isObject(operation.value)) throw invalid(`${operation.path} must be an object.`);
    return { ...current, ...operation.value };
  }
  if (!parts.includes(part)) throw invalid(`The path is not supported: ${operation.path}`);
  return present({ ...current, [part]: newValue(operation) });
}

function enterprise(old: unknown, operation: PatchOperation): unknown {
  const path = operation.path.slice(URN.enterprise.length + 1);
  if (path === '') return complex(old, operation, undefined, []);
  const { attribute, part, select } = readPlace(path, '');
  const isManagersId = attribute === 'manager' && part === 'value';
  if (!ENTERPRISE.has(attribute) || select || (part !== undefined && !isManagersId)) {
    throw invalid(`The path is not supported: ${operation.path}`);
  }
  const { op, value } = operation;
  const isId = attribute === 'manager' && typeof value === 'string';
  return complex(old, { ...operation, value: op !== 'remove' && isId ? { value } : value }, attribute, [attribute]);
}

/** The one value of a list, or a part of it. A list can not get a second value. */
function list(old: unknown, operation: PatchOperation, { attribute, select, part }: Place): unknown {
  const { op, value, path } = operation;
  const [item] = Array.isArray(old) ? (old as unknown[]) : [];
  const current = isObject(item) ? item : undefined;
  const parts = LISTS.get(attribute) ?? [];
  if (select && !parts.includes(select.by)) throw invalid(`The path is not supported: ${path}`);
  if (!select && part === undefined) {
    if (op === 'add' && current && Array.isArray(value) && value.length > 0) {
      throw invalid('Currently list attributes only allow single item');
    }
    return newValue(operation);
  }
  if (current && select && current[select.by] !== select.value) {
    if (op === 'add') throw invalid('Currently list attributes only allow single item');
    throw invalid(`Nothing is at ${path}`);
  }
  if (op === 'remove' && part === undefined) return undefined;
  if (!current && op === 'remove') throw invalid(`Nothing is at ${path}`);
  // Identity providers add `emails[type eq "work"].value` to users without one, which makes it the primary one.
  const begun = current ?? (select ? { [select.by]: select.value } : {});
  return [complex(attribute === 'emails' ? { primary: true, ...begun } : begun, operation, part, parts)];
}
