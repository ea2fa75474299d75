import { conditionsHold, type RequestContext, substitute } from './conditions.ts';
import { matchesPattern } from './pattern.ts';
import type { Statement } from './policy-document.ts';

export type Decision = 'allow' | 'explicitDeny' | 'implicitDeny';

/** What is asked: an IAM action on one resource, in a context. */
export interface Question {
  readonly action: string;
  readonly resourceArn: string;
  readonly context: RequestContext;
}

/** The decision of a set of policies taken together: explicit Deny first, then any Allow. */
export function decide(policies: Iterable<readonly Statement[]>, question: Question): Decision {
  let decision: Decision = 'implicitDeny';
  for (const statements of policies) {
    for (const statement of statements) {
      if (decision === 'allow' && statement.effect === 'Allow') continue;
      if (!statementApplies(statement, question)) continue;
      if (statement.effect === 'Deny') return 'explicitDeny';
      decision = 'allow';
    }
  }
  return decision;
}

function statementApplies(statement: Statement, question: Question): boolean {
  return (
    actionMatches(statement, question.action) &&
    resourceMatches(statement, question) &&
    conditionsHold(statement.conditions, question.context)
  );
}

export function actionMatches(statement: Statement, action: string): boolean {
  if (statement.actions) return statement.actions.some((pattern) => matchesPattern(pattern, action, true));
  return !(statement.notActions ?? []).some((pattern) => matchesPattern(pattern, action, true));
}

function resourceMatches(statement: Statement, { resourceArn, context }: Question): boolean {
  const matches = (pattern: string) => matchesPattern(substitute(pattern, context), resourceArn);
  if (statement.resources) return statement.resources.some(matches);
  return statement.notResources !== undefined && !statement.notResources.some(matches);
}
