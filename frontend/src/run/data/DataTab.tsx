// What went into and came out of the run and each of its steps.
import { Button } from '@mantine/core';
import { IconArrowLeft, IconChevronRight, IconHandStop } from '@tabler/icons-react';
import type { ManualEnd } from '../../api/engine';
import { useNamesOrYou } from '../../api/people';
import type { EventRecord, Json } from '../../api/types';
import { byHandWords } from '../../canvas/byHandWords';
import type { RunHead, RunStore } from '../../live/runStore';
import { useRunHead, useRunLog, useRunNode } from '../../live/useRunStore';
import { text } from '../../strings';
import { StatusPill } from '../../ui/StatusPill';
import { ChildrenPanel } from '../children/ChildrenPanel';
import { inShort, isObject, type TitleOf } from '../words';
import classes from './data.module.css';
import { JsonView } from './JsonView';

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

function Missing({ label, children }: { label: string; children: string }) {
  return (
    <section className={classes.block} aria-label={label}>
      <h3>{label}</h3>
      <p className="f-dim">{children}</p>
    </section>
  );
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

/** The evaluated properties of a step: from the run, else from its last record in the log. */
function inputOf(events: readonly EventRecord[], id: string): Json | undefined {
  const last = events.findLast(
    (event) => event.node_id === id && isObject(event.payload.inputs ?? null),
  );
  return last?.payload.inputs;
}

function NodeData({
  store,
  id,
  titleOf,
  onSelect,
}: Omit<DataTabProps, 'selected'> & { id: string }) {
  const node = useRunNode(store, id);
  const events = useRunLog(store);
  const wait = store.suspensionOf(id);
  const input = node?.inputs ?? inputOf(events, id);
  const hasInput = isObject(input) && Object.keys(input).length > 0;
  const isDone = node?.status === 'completed';
  return (
    <div className={classes.pane} data-testid="node-data">
      <div className={classes.nodeHead}>
        <Button
          variant="subtle"
          color="gray"
          size="compact-sm"
          leftSection={<IconArrowLeft size={14} />}
          onClick={() => onSelect(null)}
        >
          {t.back}
        </Button>
        <StatusPill status={node?.status ?? 'pending'} kinds={wait ? [wait.kind] : []} />
      </div>
      <h2 className={classes.nodeTitle}>{titleOf(id)}</h2>
      {node?.manual && <ByHand manual={node.manual} />}
      <ChildrenPanel store={store} node={id} />
      {node?.error && <JsonView value={node.error as unknown as Json} label={t.error} />}
      {hasInput ? (
        <JsonView value={input} label={t.input} />
      ) : (
        <Missing label={t.input}>{t.noInput}</Missing>
      )}
      {isDone && node.output !== undefined ? (
        <JsonView value={node.output} label={t.output} open={2} />
      ) : (
        <Missing label={t.output}>{t.noOutput}</Missing>
      )}
      {wait && Object.keys(wait.state).length > 0 && (
        <JsonView value={wait.state} label={t.saved} />
      )}
    </div>
  );
}

/** Who ended the step by hand, and why. */
function ByHand({ manual }: { manual: ManualEnd }) {
  const nameOf = useNamesOrYou(text.common.byYou);
  return (
    <p className={classes.byHand}>
      <IconHandStop size={16} />
      <span>{byHandWords(manual, nameOf)}</span>
    </p>
  );
}
