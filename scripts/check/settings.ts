import ts from 'typescript';

/** The names in `const Environment = z.object({ … })` of src/config.ts. */
export function settingsIn(text: string): string[] {
  const source = ts.createSourceFile('config.ts', text, ts.ScriptTarget.Latest, true);
  const names: string[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isVariableDeclaration(node) && node.name.getText() === 'Environment') {
      const shape =
        node.initializer && ts.isCallExpression(node.initializer) ? node.initializer.arguments[0] : undefined;
      if (shape && ts.isObjectLiteralExpression(shape))
        for (const property of shape.properties) if (property.name) names.push(property.name.getText());
      return;
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  return names;
}
