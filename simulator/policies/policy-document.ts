/** One statement, with every one-or-many member turned into a list. */
export interface Statement {
  readonly effect: 'Allow' | 'Deny';
  readonly actions: readonly string[] | undefined;
  readonly notActions: readonly string[] | undefined;
  readonly resources: readonly string[] | undefined;
  readonly notResources: readonly string[] | undefined;
  readonly principals: Principals | undefined;
  readonly notPrincipals: Principals | undefined;
  readonly conditions: readonly Condition[];
}

/** `"*"` or lists by kind: AWS, Service, Federated, CanonicalUser. */
export type Principals = '*' | Readonly<Record<string, readonly string[]>>;

export interface Condition {
  readonly operator: string;
  readonly key: string;
  readonly values: readonly string[];
}

export class MalformedPolicy extends Error {}

const MAX_CACHED = 20_000;
const parsed = new Map<string, readonly Statement[]>();

/** Parses a policy document, once per text. Throws MalformedPolicy with AWS's words for what is wrong. */
export function parsePolicy(document: string): readonly Statement[] {
  const known = parsed.get(document);
  if (known) return known;
  const statements = parse(document);
  if (parsed.size >= MAX_CACHED) parsed.clear();
  parsed.set(document, statements);
  return statements;
}

function parse(document: string): Statement[] {
  let value: unknown;
  try {
    value = JSON.parse(document);
  } catch {
    throw new MalformedPolicy('This policy contains invalid Json');
  }
  if (!isRecord(value)) throw new MalformedPolicy('Syntax errors in policy.');
  const version = value.Version;
  if (version !== undefined && version !== '2012-10-17' && version !== '2008-10-17') {
    throw new MalformedPolicy('Syntax errors in policy.');
  }
  const statements = asList(value.Statement);
  if (statements.length === 0) throw new MalformedPolicy('Syntax errors in policy.');
  return statements.map(parseStatement);
}

function parseStatement(value: unknown): Statement {
  if (!isRecord(value) || (value.Effect !== 'Allow' && value.Effect !== 'Deny')) {
    throw new MalformedPolicy('Syntax errors in policy.');
  }
  const statement: Statement = {
    effect: value.Effect,
    actions: strings(value.Action),
    notActions: strings(value.NotAction),
    resources: strings(value.Resource),
    notResources: strings(value.NotResource),
    principals: principals(value.Principal),
    notPrincipals: principals(value.NotPrincipal),
    conditions: conditions(value.Condition),
  };
  if (!statement.actions && !statement.notActions) throw new MalformedPolicy('Policy statement must contain actions.');
  return statement;
}

function principals(value: unknown): Principals | undefined {
  if (value === undefined) return undefined;
  if (value === '*') return '*';
  if (!isRecord(value)) throw new MalformedPolicy('Invalid principal in policy.');
  return Object.fromEntries(Object.entries(value).map(([kind, entry]) => [kind, strings(entry) ?? []]));
}

function conditions(value: unknown): Condition[] {
  if (value === undefined) return [];
  if (!isRecord(value)) throw new MalformedPolicy('Syntax errors in policy.');
  return Object.entries(value).flatMap(([operator, keys]) => {
    if (!isRecord(keys)) throw new MalformedPolicy('Syntax errors in policy.');
    return Object.entries(keys).map(([key, entry]) => ({ operator, key, values: scalars(entry) }));
  });
}

function strings(value: unknown): string[] | undefined {
  if (value === undefined) return undefined;
  const list = asList(value);
  if (!list.every((item) => typeof item === 'string')) throw new MalformedPolicy('Syntax errors in policy.');
  return list;
}

function scalars(value: unknown): string[] {
  return asList(value).map((item) => {
    if (typeof item === 'object') throw new MalformedPolicy('Syntax errors in policy.');
    return String(item);
  });
}

function asList(value: unknown): unknown[] {
  if (value === undefined || value === null) return [];
  return Array.isArray(value) ? value : [value];
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
