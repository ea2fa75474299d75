import type ts from 'typescript';

export interface Complaint {
  line: number;
  message: string;
}

/** One of the house's own rules: what Biome and dependency-cruiser have no rule for. */
export interface SourceRule {
  appliesTo(file: string): boolean;
  judge(source: ts.SourceFile, file: string): Complaint[];
}

export const isTest = (file: string): boolean => /\.test\.tsx?$/.test(file) || file.startsWith('test/');

export const lineOf = (source: ts.SourceFile, node: ts.Node): number =>
  source.getLineAndCharacterOfPosition(node.getStart(source)).line + 1;
