/** A trust policy brought into one shape: lists instead of "string or list", and what could not be read marked. */
export interface TrustStatement {
  effect: 'Allow' | 'Deny';
  /** With `isNotPrincipal`, everybody but these. */
  principals: TrustPrincipal[];
  isNotPrincipal: boolean;
  /** With `isNotAction`, everything but these. Wildcards kept. */
  actions: string[];
  isNotAction: boolean;
  conditions: TrustCondition[];
  /** Something in the statement has a shape that AWS does not document; what it says is not known. */
  isMalformed: boolean;
}
export interface TrustPrincipal {
  type: 'AWS' | 'Service' | 'Federated';
  value: string;
}
export interface TrustCondition {
  operator: string;
  key: string;
  values: string[];
}

type Json = Record<string, unknown>;

/** Null when the text is no policy at all; a statement that is half readable comes back marked instead. */
export function readTrustDocument(text: string): TrustStatement[] | null {
  const document = parseJson(text);
  if (!isObject(document) || document.Statement === undefined) return null;
  const statements = Array.isArray(document.Statement) ? document.Statement : [document.Statement];
  return statements.map(readStatement);
}

function readStatement(raw: unknown): TrustStatement {
  const statement = isObject(raw) ? raw : {};
  const principals = readPrincipals(statement.Principal ?? statement.NotPrincipal);
  const actions = readStrings(statement.Action ?? statement.NotAction);
  const conditions = readConditions(statement.Condition);
  const isEffectKnown = statement.Effect === 'Allow' || statement.Effect === 'Deny';
  return {
    effect: statement.Effect === 'Deny' ? 'Deny' : 'Allow',
    principals: principals ?? [],
    isNotPrincipal: statement.Principal === undefined && statement.NotPrincipal !== undefined,
    actions: actions ?? [],
    isNotAction: statement.Action === undefined && statement.NotAction !== undefined,
    conditions: conditions ?? [],
    isMalformed: !isEffectKnown || principals === null || actions === null || conditions === null,
  };
}

function readPrincipals(raw: unknown): TrustPrincipal[] | null {
  if (raw === '*') return [{ type: 'AWS', value: '*' }];
  if (!isObject(raw)) return null;
  const principals: TrustPrincipal[] = [];
  for (const [type, value] of Object.entries(raw)) {
    const values = readStrings(value);
    if (values === null || (type !== 'AWS' && type !== 'Service' && type !== 'Federated')) return null;
    principals.push(...values.map((each) => ({ type, value: each }) as TrustPrincipal));
  }
  return principals.length === 0 ? null : principals;
}

function readConditions(raw: unknown): TrustCondition[] | null {
  if (raw === undefined) return [];
  if (!isObject(raw)) return null;
  const conditions: TrustCondition[] = [];
  for (const [operator, keys] of Object.entries(raw)) {
    if (!isObject(keys)) return null;
    for (const [key, value] of Object.entries(keys)) {
      const values = (Array.isArray(value) ? value : [value]).map(String);
      conditions.push({ operator, key, values });
    }
  }
  return conditions;
}

function readStrings(raw: unknown): string[] | null {
  const list = Array.isArray(raw) ? raw : [raw];
  return list.length > 0 && list.every((each) => typeof each === 'string') ? (list as string[]) : null;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

const isObject = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
