import ts from 'typescript';
import { type Complaint, isTest, lineOf, type SourceRule } from './rule.ts';

/** The server's settings, and the command line's two. */
const readers = new Set(['src/config.ts', 'src/entrypoints/cli/environment.ts']);

const isProcess = (node: ts.Expression): boolean =>
  (ts.isIdentifier(node) && node.text === 'process') ||
  (ts.isPropertyAccessExpression(node) && node.name.text === 'process');

function reads(node: ts.Node): boolean {
  if (ts.isPropertyAccessExpression(node)) return node.name.text === 'env' && isProcess(node.expression);
  if (ts.isElementAccessExpression(node))
    return isProcess(node.expression) && node.argumentExpression.getText().slice(1, -1) === 'env';
  if (ts.isBindingElement(node)) {
    const declaration = node.parent.parent;
    const name = node.propertyName ?? node.name;
    const isEnv = ts.isIdentifier(name) && name.text === 'env';
    return (
      isEnv && ts.isVariableDeclaration(declaration) && !!declaration.initializer && isProcess(declaration.initializer)
    );
  }
  if (ts.isImportSpecifier(node)) {
    const from = node.parent.parent.parent.moduleSpecifier;
    return (node.propertyName ?? node.name).text === 'env' && /^['"](node:)?process['"]$/.test(from.getText());
  }
  return false;
}

/** One file reads the environment, checks it and names every fault at once; all others are handed their settings. */
export const oneReaderOfTheEnvironment: SourceRule = {
  appliesTo: (file) => file.startsWith('src/') && !isTest(file) && !readers.has(file),
  judge(source) {
    const found: Complaint[] = [];
    const visit = (node: ts.Node): void => {
      if (reads(node))
        found.push({
          line: lineOf(source, node),
          message: 'process.env is read in src/config.ts only: take a setting',
        });
      ts.forEachChild(node, visit);
    };
    visit(source);
    return found;
  },
};
