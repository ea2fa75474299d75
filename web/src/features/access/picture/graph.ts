import type { AccessRow, PathStep } from '../../../api/types.ts';

export interface PictureNode {
  id: string;
  step: PathStep;
  note: string;
}
export interface PictureGraph {
  nodes: PictureNode[];
  edges: { id: string; source: string; target: string; label: string }[];
}
export type Positions = Record<string, { x: number; y: number }>;

/** More than this is a list's work, not a picture's. */
const mostNodes = 150;
const keyOf = (step: PathStep) => `${step.kind}:${step.id ?? step.name}`;

const notes: Record<PathStep['kind'], string> = {
  person: 'person',
  identity: 'identity',
  group: 'group',
  'permission-set': 'permission set',
  role: 'role',
  'aws-account': 'AWS account',
  principal: 'principal',
};
const noteOf = (step: PathStep, before: PathStep | undefined) =>
  step.kind === 'permission-set' && before?.kind !== 'group' ? 'assigned directly' : notes[step.kind];

/** Joins several paths into one graph: a step that two paths share is one node. */
export function graphOf(rows: AccessRow[]): PictureGraph {
  const nodes = new Map<string, PictureNode>();
  const edges = new Map<string, PictureGraph['edges'][number]>();
  for (const { path } of rows) {
    path.forEach((step, index) => {
      const id = keyOf(step);
      const before = path[index - 1];
      if (!nodes.has(id) && nodes.size < mostNodes) nodes.set(id, { id, step, note: noteOf(step, before) });
      if (!before) return;
      const source = keyOf(before);
      if (source !== id && nodes.has(id) && nodes.has(source))
        edges.set(`${source}>${id}`, { id: `${source}>${id}`, source, target: id, label: step.relation });
    });
  }
  return { nodes: [...nodes.values()], edges: [...edges.values()] };
}

/** Names decide the width, within limits, so that the picture needs no measuring before it is laid out. */
export const widthOf = (node: PictureNode): number =>
  Math.max(112, Math.min(230, 54 + Math.max(node.step.name.length * 7.3, node.note.length * 6)));
export const nodeHeight = 42;
