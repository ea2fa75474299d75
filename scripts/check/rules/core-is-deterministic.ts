import ts from 'typescript';
import { type Complaint, isTest, lineOf, type SourceRule } from './rule.ts';

const mend = 'core gets time from the command or the Clock port, and randomness from a port (SEC-6)';

function forbiddenIn(node: ts.Node, source: ts.SourceFile): string | undefined {
  if (ts.isNewExpression(node) && node.expression.getText(source) === 'Date' && !node.arguments?.length)
    return 'new Date()';
  if (ts.isCallExpression(node) && node.expression.getText(source) === 'Date') return 'Date()';
  if (!ts.isPropertyAccessExpression(node)) return undefined;
  const text = node.getText(source);
  return text === 'Date.now' || text === 'Math.random' ? text : undefined;
}

/** No clock and no dice in core: the same command must give the same answer. */
export const coreIsDeterministic: SourceRule = {
  appliesTo: (file) => file.startsWith('src/core/') && !isTest(file),
  judge(source) {
    const found: Complaint[] = [];
    const visit = (node: ts.Node): void => {
      const what = forbiddenIn(node, source);
      if (what) found.push({ line: lineOf(source, node), message: `${what}: ${mend}` });
      ts.forEachChild(node, visit);
    };
    visit(source);
    return found;
  },
};
