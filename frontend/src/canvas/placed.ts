// Gives places to nodes of a graph that was written without them.
import { layout } from '../graph/layout';
import type { Graph } from '../graph/types';

export function placed(graph: Graph): Graph {
  const places = layout(graph);
  return {
    ...graph,
    nodes: graph.nodes.map((node) => ({ ...node, ui: { ...node.ui, ...places.get(node.id) } })),
  };
}
