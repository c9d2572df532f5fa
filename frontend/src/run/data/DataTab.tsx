// What went into and came out of the run and each of its steps.
import { IconChevronRight } from '@tabler/icons-react';
import type { RunHead, RunStore } from '../../live/runStore';
import { useRunHead, useRunNode } from '../../live/useRunStore';
import { text } from '../../strings';
import { StatusPill } from '../../ui/StatusPill';
import { inShort, isObject, type TitleOf } from '../words';
import classes from './data.module.css';
import { JsonView } from './JsonView';
import { Missing } from './Missing';
import { NodeData } from './NodeData';

const t = text.run.data;

interface DataTabProps {
  store: RunStore;
  titleOf: TitleOf;
  selected: string | null;
  onSelect: (nodeId: string | null) => void;
}

export function DataTab({ store, titleOf, selected, onSelect }: DataTabProps) {
  const head = useRunHead(store);
  if (selected) return <NodeData key={selected} {...{ store, titleOf, onSelect }} id={selected} />;
  if (!head) return null;
  return (
    <div className={classes.pane}>
      {isObject(head.inputs) && Object.keys(head.inputs).length > 0 ? (
        <JsonView value={head.inputs} label={t.inputs} />
      ) : (
        <Missing label={t.inputs}>{t.noInputs}</Missing>
      )}
      <Result head={head} />
      <section className={classes.block} aria-label={t.nodes}>
        <h3>{t.nodes}</h3>
        {store.nodeIds().map((id) => (
          <NodeLine key={id} {...{ store, id, titleOf, onSelect }} />
        ))}
      </section>
    </div>
  );
}

function Result({ head }: { head: RunHead }) {
  if (head.status !== 'completed') return null;
  return <JsonView value={head.result} label={t.result} open={2} />;
}

interface NodeLineProps {
  store: RunStore;
  id: string;
  titleOf: TitleOf;
  onSelect: (nodeId: string) => void;
}

function NodeLine({ store, id, titleOf, onSelect }: NodeLineProps) {
  const node = useRunNode(store, id);
  if (!node) return null;
  const kinds = [store.suspensionOf(id)?.kind ?? 'wait'] as const;
  return (
    <button type="button" className={classes.line} onClick={() => onSelect(id)}>
      <span className={classes.name}>{titleOf(id)}</span>
      <span className={classes.glimpse}>{inShort(node.output)}</span>
      <StatusPill status={node.status} kinds={kinds} />
      <IconChevronRight size={14} />
    </button>
  );
}
