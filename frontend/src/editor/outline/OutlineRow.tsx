// One step of the outline: its name, what a run says of it, and the lines that leave it.
import { ActionIcon } from '@mantine/core';
import { IconArrowRight, IconPlugConnected, IconX } from '@tabler/icons-react';
import type { CSSProperties } from 'react';
import { NodeIcon } from '../../canvas/icons';
import { actionWord } from '../../canvas/line/ActionPill';
import { useNodeOf, useSuspensionOf } from '../../canvas/runView';
import { useProblemOf, useScene } from '../../canvas/scene';
import { remove } from '../../graph/edits';
import type { OutlineStep } from '../../graph/outline';
import type { GraphEdge, GraphNode } from '../../graph/types';
import { text } from '../../strings';
import { StatusPill } from '../../ui/StatusPill';
import { goTo } from '../actions/list';
import { unfoldFor } from '../notes/edits';
import { useSession } from '../state/context';
import classes from './outline.module.css';

const t = text.canvas.outline;

interface OutlineRowProps {
  step: OutlineStep;
  selected: boolean;
  first: boolean;
}

export function OutlineRow({ step, selected, first }: OutlineRowProps) {
  const { node, depth, lines } = step;
  const session = useSession();
  const type = session.types.get(node.type);
  const problem = useProblemOf(node.id);
  const title = node.title || type?.title || node.id;
  const choose = () => {
    session.select([node.id]);
    unfoldFor(session, [node.id]);
    session.view?.reveal([node.id]);
  };
  return (
    <li style={{ '--depth': Math.min(depth, 5) } as CSSProperties}>
      <div className={classes.row} data-selected={selected}>
        <button
          type="button"
          className={classes.step}
          data-outline-row={node.id}
          data-testid={`outline-${node.id}`}
          aria-current={selected || undefined}
          aria-label={[title, type?.title, problem].filter(Boolean).join(', ')}
          tabIndex={selected || first ? 0 : -1}
          onFocus={choose}
          onClick={choose}
          onDoubleClick={() => session.renaming.set(node.id)}
        >
          <NodeIcon type={type} size={22} />
          <span>{title}</span>
          {problem && <i title={problem}>!</i>}
        </button>
        <LiveState node={node} />
        {selected && (
          <ActionIcon
            variant="subtle"
            color="gray"
            size={22}
            aria-label={t.connect(title)}
            onClick={() => {
              session.select([node.id]);
              session.tool.set('connect');
            }}
          >
            <IconPlugConnected size={14} />
          </ActionIcon>
        )}
      </div>
      {lines.length > 0 && (
        <ul>
          {lines.map((edge) => (
            <OutlineLine key={edge.id} edge={edge} sole={lines.length === 1} open={selected} />
          ))}
        </ul>
      )}
    </li>
  );
}

function LiveState({ node }: { node: GraphNode }) {
  const { run } = useScene();
  const live = useNodeOf(run, node.id);
  const wait = useSuspensionOf(run, node.id);
  return live ? <StatusPill status={live.status} kinds={wait ? [wait.kind] : []} /> : null;
}

interface OutlineLineProps {
  edge: GraphEdge;
  sole: boolean;
  open: boolean;
}

function OutlineLine({ edge, sole, open }: OutlineLineProps) {
  const session = useSession();
  const target = session.node(edge.target);
  const title = target?.title || edge.target;
  const word = edge.action === null && sole ? '' : actionWord(edge.action, sole);
  const drop = () =>
    session.do(
      text.editor.steps.remove(0, 1),
      remove(session.graph.get(), new Set(), new Set([edge.id])),
    );
  return (
    <li className={classes.line}>
      <button
        type="button"
        tabIndex={open ? 0 : -1}
        aria-label={word ? t.lineOn(word, title) : t.line(title)}
        onClick={() => goTo(session, edge.target)}
      >
        {word && <em>{word}</em>}
        <IconArrowRight size={12} />
        <span>{title}</span>
      </button>
      {open && (
        <ActionIcon
          variant="subtle"
          color="gray"
          size={18}
          aria-label={t.removeLine(title)}
          onClick={drop}
        >
          <IconX size={12} />
        </ActionIcon>
      )}
    </li>
  );
}
