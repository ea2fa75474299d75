import ts from 'typescript';
import { lineOf } from './rules/rule.ts';

export interface ErrorCode {
  code: string;
  place: string;
}

/** Our codes are words with hyphens; AWS's, which also travel in such objects, are not. */
const STABLE = /^[a-z]+(-[a-z0-9]+)+$/;

/** Where a stable code stands in a call: which argument of which constructor or function. */
const argumentOf: Record<string, number> = { Refusal: 1, AwsUnreachable: 0, problem: 2 };

const nameOf = (node: ts.NewExpression | ts.CallExpression): string =>
  ts.isIdentifier(node.expression) ? node.expression.text : '';

/** Both arms of `a ? 'x' : 'y'` are codes; anything that is no literal can't be followed and is left to its origin. */
function literals(node: ts.Expression | undefined): ts.StringLiteralLike[] {
  if (!node) return [];
  if (ts.isStringLiteralLike(node)) return [node];
  if (ts.isConditionalExpression(node)) return [...literals(node.whenTrue), ...literals(node.whenFalse)];
  return [];
}

/** A reason or refusal written as an object: `{ code: 'role-unknown', message: …, mend: … }`. */
function codeOfObject(node: ts.ObjectLiteralExpression): ts.Expression | undefined {
  const properties = new Map(
    node.properties.filter(ts.isPropertyAssignment).map((property) => [property.name.getText(), property.initializer]),
  );
  const isReason = ['mend', 'kind', 'message'].some((name) => properties.has(name));
  return isReason ? properties.get('code') : undefined;
}

/** Every stable error code that this file can answer with. */
export function errorCodesIn(file: string, text: string): ErrorCode[] {
  const source = ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true);
  const found: ErrorCode[] = [];
  const visit = (node: ts.Node): void => {
    let expression: ts.Expression | undefined;
    if (ts.isNewExpression(node) || ts.isCallExpression(node)) {
      const index = argumentOf[nameOf(node)];
      if (index !== undefined) expression = node.arguments?.[index];
    } else if (ts.isObjectLiteralExpression(node)) expression = codeOfObject(node);
    for (const literal of literals(expression).filter(({ text: code }) => STABLE.test(code)))
      found.push({ code: literal.text, place: `${file}:${lineOf(source, literal)}` });
    ts.forEachChild(node, visit);
  };
  visit(source);
  return found;
}
