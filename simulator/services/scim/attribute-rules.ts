import { invalid } from './refusals.ts';
import { isObject } from './scim-request.ts';

/** Reads what is at a path, or refuses it; undefined for what is as good as absent. */
export type Rule = (path: string, value: unknown) => unknown;

/** As Identity Store's model has it; control characters are on record as refused. */
const VISIBLE = /^[\p{L}\p{M}\p{S}\p{N}\p{P}\t\n\r \u00a0\u3000]+$/u;
const WITHOUT_SPACE = /^[\p{L}\p{M}\p{S}\p{N}\p{P}]+$/u;
/** Identity Center takes these in no name that comes in by SCIM. */
const FORBIDDEN = /[<>;:%]/;

function matching(max: number, pattern: RegExp, forbidden?: RegExp): Rule {
  return (path, value) => {
    if (typeof value !== 'string' || value.length === 0 || value.length > max) {
      throw invalid(`${path} must be a text of 1 to ${max} characters.`);
    }
    if (!pattern.test(value) || forbidden?.test(value)) throw invalid(`${path} holds characters it can not hold.`);
    return value;
  };
}

export const text = matching(1_024, VISIBLE);
export const named = matching(1_024, VISIBLE, FORBIDDEN);
export const userName = matching(128, WITHOUT_SPACE, FORBIDDEN);
export const externalId = matching(256, WITHOUT_SPACE, FORBIDDEN);

/** Some clients send booleans as texts. */
export const flag: Rule = (path, value) => {
  if (typeof value === 'boolean') return value;
  const word = typeof value === 'string' ? value.toLowerCase() : '';
  if (word !== 'true' && word !== 'false') throw invalid(`${path} must be true or false.`);
  return word === 'true';
};

/** Members by their rules; null is as good as absent, and what there is no rule for is refused. */
export function structure(rules: ReadonlyMap<string, Rule>): Rule {
  return (path, value) => {
    if (!isObject(value)) throw invalid(`${path} must be an object.`);
    const members: Record<string, unknown> = {};
    for (const [name, item] of Object.entries(value)) {
      const rule = rules.get(name);
      const place = path === '' ? name : `${path}.${name}`;
      if (!rule) throw invalid(`${place} is not supported.`);
      const read = item === null ? undefined : rule(place, item);
      if (read !== undefined) members[name] = read;
    }
    return members;
  };
}

/** A list of one; an empty one is none at all. */
export function single(item: Rule): Rule {
  return (path, value) => {
    if (!Array.isArray(value)) throw invalid(`${path} must be a list.`);
    if (value.length > 1) throw invalid('Currently list attributes only allow single item');
    return value.length === 0 ? undefined : [item(path, value[0])];
  };
}

export function texts(names: readonly string[]): [string, Rule][] {
  return names.map((name) => [name, text]);
}

export const ignored: Rule = () => undefined;

/** The schemas a body says it has: any of those it can have. */
export function schemasOf(...urns: readonly string[]): Rule {
  return (path, value) => {
    if (Array.isArray(value) && value.every((urn: unknown) => urns.some((known) => known === urn))) return undefined;
    throw invalid(`${path} holds an unknown one.`);
  };
}
