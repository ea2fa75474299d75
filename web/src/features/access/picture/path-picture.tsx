import '@xyflow/react/dist/base.css';
import { Handle, MarkerType, type Node, type NodeProps, Position, ReactFlow } from '@xyflow/react';
import { useEffect, useMemo, useState } from 'react';
import type { AccessRow } from '../../../api/types.ts';
import { Avatar } from '../../../ui/path/avatar.tsx';
import { kindIcons } from '../../../ui/path/kinds.ts';
import { graphOf, nodeHeight, type PictureGraph, type PictureNode, type Positions, widthOf } from './graph.ts';
import classes from './picture.module.css';

/** Paths drawn from left to right. A picture only: the sentences above say the same and are what is read aloud. */
export default function PathPicture({ rows }: { rows: AccessRow[] }) {
  const graph = useMemo(() => graphOf(rows), [rows]);
  const positions = useLayout(graph);
  if (!positions) return <div className={classes.picture} />;
  const height = Math.max(...Object.values(positions).map((at) => at.y)) + nodeHeight;
  return (
    <div className={classes.picture} style={{ height: Math.min(300, height + 28) }} aria-hidden>
      <ReactFlow
        key={graph.nodes.map((node) => node.id).join()}
        nodes={graph.nodes.map((node) => ({
          id: node.id,
          type: 'step',
          position: positions[node.id] ?? { x: 0, y: 0 },
          width: widthOf(node),
          height: nodeHeight,
          data: { node },
        }))}
        edges={graph.edges.map((edge) => ({ ...edge, label: undefined, markerEnd: arrow, type: 'default' }))}
        nodeTypes={nodeTypes}
        fitView
        fitViewOptions={{ padding: 0.04, maxZoom: 1, minZoom: 0.2 }}
        nodesDraggable={false}
        nodesConnectable={false}
        nodesFocusable={false}
        edgesFocusable={false}
        elementsSelectable={false}
        zoomOnScroll={false}
        preventScrolling={false}
        zoomOnDoubleClick={false}
        panOnDrag={graph.nodes.length > 8}
        proOptions={{ hideAttribution: true }}
      />
    </div>
  );
}

const arrow = { type: MarkerType.ArrowClosed, width: 14, height: 14, color: 'var(--cs-ctl)' };

function StepNode({ data }: NodeProps<Node<{ node: PictureNode }>>) {
  const { step, note } = data.node;
  const Icon = kindIcons[step.kind];
  return (
    <div className={classes.node} style={{ width: widthOf(data.node), height: nodeHeight }}>
      <Handle type="target" position={Position.Left} className={classes.handle} />
      {step.kind === 'person' ? <Avatar name={step.name} /> : <Icon size={15} stroke={1.75} />}
      <span className={classes.nodeText}>
        <span className={classes.nodeName}>{step.name}</span>
        <span className={classes.nodeNote}>{note}</span>
      </span>
      <Handle type="source" position={Position.Right} className={classes.handle} />
    </div>
  );
}
const nodeTypes = { step: StepNode };

function useLayout(graph: PictureGraph): Positions | null {
  const [laid, setLaid] = useState<{ graph: PictureGraph; positions: Positions } | null>(null);
  useEffect(() => {
    const worker = new Worker(new URL('./layout.worker.ts', import.meta.url), { type: 'module' });
    worker.onmessage = ({ data }: MessageEvent<Positions>) => setLaid({ graph, positions: data });
    worker.postMessage(graph);
    return () => worker.terminate();
  }, [graph]);
  return laid?.graph === graph ? laid.positions : null;
}
