// A graph as a small drawing: boxes where its nodes stand, lines between them.
import type { GraphJson, GraphNode } from '../api/types';
import classes from './workflows.module.css';

const BOX = { width: 224, height: 64 };
const MARGIN = 40;
// Nodes a person has to act on are violet, waits on time cyan, as everywhere.
const PEOPLE = new Set(['approval', 'question', 'form', 'wait']);
const TIME = new Set(['sleep', 'callback', 'wait_for_event']);

function kind(node: GraphNode): string | undefined {
  if (PEOPLE.has(node.type)) return 'people';
  return TIME.has(node.type) ? 'time' : undefined;
}

/** Where a node stands; without a position they follow each other. */
function place(node: GraphNode, index: number) {
  return { x: node.ui?.x ?? index * 280, y: node.ui?.y ?? 0 };
}

export function GraphPicture({ graph }: { graph: GraphJson }) {
  const places = new Map(graph.nodes.map((node, index) => [node.id, place(node, index)]));
  const xs = [...places.values()].map((at) => at.x);
  const ys = [...places.values()].map((at) => at.y);
  const left = Math.min(...xs, 0) - MARGIN;
  const top = Math.min(...ys, 0) - MARGIN;
  const width = Math.max(...xs, 0) + BOX.width + MARGIN - left;
  const height = Math.max(...ys, 0) + BOX.height + MARGIN - top;
  return (
    <svg
      className={classes.picture}
      viewBox={`${left} ${top} ${width} ${height}`}
      preserveAspectRatio="xMidYMid meet"
      aria-hidden="true"
      focusable="false"
    >
      {graph.edges.map((edge) => {
        const from = places.get(edge.source);
        const to = places.get(edge.target);
        if (!from || !to) return null;
        const [x1, y1] = [from.x + BOX.width, from.y + BOX.height / 2];
        const [x2, y2] = [to.x, to.y + BOX.height / 2];
        const bend = Math.max(40, Math.abs(x2 - x1) / 2);
        return (
          <path
            key={edge.id}
            d={`M${x1} ${y1}C${x1 + bend} ${y1} ${x2 - bend} ${y2} ${x2} ${y2}`}
          />
        );
      })}
      {graph.nodes.map((node, index) => (
        <rect key={node.id} {...place(node, index)} {...BOX} rx={14} data-kind={kind(node)} />
      ))}
    </svg>
  );
}
