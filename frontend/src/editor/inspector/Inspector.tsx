// The panel at the right: settings of what is selected, or a word on what to do.
import { useCell } from '../../canvas/cell';
import { text } from '../../strings';
import { useSession } from '../state/context';
import { EdgePanel } from './EdgePanel';
import classes from './inspector.module.css';
import { ManyPanel } from './ManyPanel';
import { NodePanel } from './NodePanel';

export function Inspector() {
  const session = useSession();
  const { nodes, edges } = useCell(session.selection);
  const graph = useCell(session.graph);
  const [nodeId] = nodes;
  const [edgeId] = edges;
  const node = nodes.size === 1 ? graph.nodes.find(({ id }) => id === nodeId) : undefined;
  const edge =
    nodes.size === 0 && edges.size === 1 ? graph.edges.find(({ id }) => id === edgeId) : undefined;
  return (
    <aside className={classes.panel} aria-label={text.editor.inspector.label}>
      {node ? (
        <NodePanel key={node.id} node={node} />
      ) : edge ? (
        <EdgePanel key={edge.id} edge={edge} />
      ) : (
        <ManyPanel nodes={nodes.size} edges={edges.size} />
      )}
    </aside>
  );
}
