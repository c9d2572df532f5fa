// What the shown run gave a node, got from it and recorded of it.
import type { ReactNode } from 'react';
import type { Json } from '../../api/types';
import type { GraphNode } from '../../graph/types';
import { useRunLog, useRunNode } from '../../live/useRunStore';
import { text } from '../../strings';
import { StatusPill } from '../../ui/StatusPill';
import { clockTimeSeconds } from '../../ui/time';
import { useSession, useShownRun } from '../state/context';
import { PinTools } from '../trying/PinTools';
import classes from './inspector.module.css';

const t = text.editor.inspector;

function Quiet({ children }: { children: ReactNode }) {
  return (
    <div className={classes.body}>
      <p className={classes.quiet}>{children}</p>
    </div>
  );
}

function JsonBlock({ value }: { value: Json }) {
  return <pre className={classes.json}>{JSON.stringify(value, null, 2)}</pre>;
}

/** The outputs that the lines into a node brought. */
export function InputTab({ node }: { node: GraphNode }) {
  const session = useSession();
  const { store } = useShownRun();
  useRunLog(store);
  if (!store) return <Quiet>{t.noRun}</Quiet>;
  const sources = [
    ...new Set(
      session.graph
        .get()
        .edges.filter((edge) => edge.target === node.id)
        .map((edge) => edge.source),
    ),
  ];
  return (
    <div className={classes.body}>
      {sources.length === 0 && <JsonBlock value={store.head.inputs} />}
      {sources.map((id) => (
        <section key={id}>
          <h3 className={classes.small}>{session.node(id)?.title || id}</h3>
          <JsonBlock value={store.node(id)?.output ?? null} />
        </section>
      ))}
    </div>
  );
}

export function OutputTab({ node }: { node: GraphNode }) {
  const { store } = useShownRun();
  const live = useRunNode(store, node.id);
  if (!store || !live) {
    return (
      <div className={classes.body}>
        <p className={classes.quiet}>{store ? t.notReached : t.noRun}</p>
        <PinTools node={node} />
      </div>
    );
  }
  return (
    <div className={classes.body}>
      <PinTools node={node} />
      <div>
        <StatusPill
          status={live.status}
          kinds={[store.suspensionOf(node.id)?.kind ?? 'wait']}
          label={live.action ? t.leftBy(live.action) : undefined}
        />
      </div>
      {live.error && <p className={classes.failed}>{live.error.message}</p>}
      {live.output !== undefined && live.output !== null && <JsonBlock value={live.output} />}
    </div>
  );
}

export function HistoryTab({ node }: { node: GraphNode }) {
  const { store } = useShownRun();
  const events = useRunLog(store).filter((event) => event.node_id === node.id);
  if (!store) return <Quiet>{t.noRun}</Quiet>;
  if (events.length === 0) return <Quiet>{t.notReached}</Quiet>;
  return (
    <ol className={classes.events}>
      {events.map((event) => (
        <li key={event.seq}>
          <span className="f-num f-faint">{event.seq}</span>
          <span className="f-num f-dim">{clockTimeSeconds(event.at)}</span>
          <span>{t.events[event.type] ?? event.type}</span>
        </li>
      ))}
    </ol>
  );
}
