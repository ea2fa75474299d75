import path from 'node:path';
import { readImports } from '../check/read-imports.ts';
import { isTest } from '../check/rules/rule.ts';
import { betweenMarkers } from './between-markers.ts';
import type { GeneratedFile } from './generated-file.ts';

/** The box a file is drawn in: a feature of core, an adapter, an entry point, or a whole ring. */
export function boxOf(file: string): string | undefined {
  if (isTest(file)) return undefined;
  const inFolders = /^src\/(core|adapters|entrypoints)\/([^/]+)\//.exec(file);
  if (inFolders) return `${inFolders[1]}/${inFolders[2]}`;
  if (/^src\/((main|commands)\.ts$|compose\/)/.test(file)) return 'compose, main';
  if (file.startsWith('src/contract/')) return 'contract';
  return file.startsWith('web/src/') ? 'web' : undefined;
}

const idOf = (box: string): string => box.replace(/[^a-z]+/g, '_');
const subgraph = (ring: string, boxes: string[]): string[] =>
  boxes.length === 0
    ? []
    : [`  subgraph ${ring}`, ...boxes.map((box) => `    ${idOf(box)}["${box.split('/').at(-1)}"]`), '  end'];

/** Boxes and arrows as mermaid; every arrow is an import that exists, drawn once. */
export function drawDiagram(imports: readonly (readonly [from: string, to: string])[]): string {
  const boxes = new Set<string>();
  const arrows = new Set<string>();
  for (const [fromFile, toFile] of imports) {
    const [from, to] = [boxOf(fromFile), boxOf(toFile)];
    if (!from || !to) continue;
    boxes.add(from).add(to);
    // compose and main import everything: their arrows would hide the others.
    if (from !== to && from !== 'compose, main') arrows.add(`  ${idOf(from)} --> ${idOf(to)}`);
  }
  const sorted = [...boxes].sort();
  const inRing = (ring: string) => sorted.filter((box) => box.startsWith(`${ring}/`));
  return [
    '```mermaid',
    'flowchart LR',
    ...['entrypoints', 'adapters', 'core'].flatMap((ring) => subgraph(ring, inRing(ring))),
    ...sorted.filter((box) => !box.includes('/')).map((box) => `  ${idOf(box)}["${box}"]`),
    ...[...arrows].sort(),
    '```',
  ].join('\n');
}

/** The diagram in ARCHITECTURE.md, drawn from the imports that are really there. */
export const diagram: GeneratedFile = {
  file: 'ARCHITECTURE.md',
  async make(root, current) {
    const { result } = await readImports(root, path.join(root, '.dependency-cruiser.mjs'));
    const imports = result.modules.flatMap((module) =>
      module.dependencies.map(({ resolved }) => [module.source, resolved] as const),
    );
    return betweenMarkers('ARCHITECTURE.md', current, 'diagram', drawDiagram(imports));
  },
};
