import dagre from '@dagrejs/dagre';
import { nodeHeight, type PictureGraph, type Positions, widthOf } from './graph.ts';

/** Lays the graph out from left to right, beside the page's own thread. */
self.onmessage = ({ data }: MessageEvent<PictureGraph>) => {
  const graph = new dagre.graphlib.Graph();
  graph.setGraph({ rankdir: 'LR', nodesep: 28, ranksep: 32 });
  graph.setDefaultEdgeLabel(() => ({}));
  for (const node of data.nodes) graph.setNode(node.id, { width: widthOf(node), height: nodeHeight });
  for (const edge of data.edges) graph.setEdge(edge.source, edge.target);
  dagre.layout(graph);
  const positions: Positions = {};
  for (const node of data.nodes) {
    const at = graph.node(node.id);
    positions[node.id] = { x: at.x - widthOf(node) / 2, y: at.y - nodeHeight / 2 };
  }
  self.postMessage(positions);
};
