// One node on a canvas: icon, title, what it is set to, its ports, and what a run says about it.

import { IconPinFilled, IconPlayerPauseFilled } from '@tabler/icons-react';
import { Handle, type NodeProps, Position } from '@xyflow/react';
import { memo } from 'react';
import { isBypassed } from '../../graph/edits';
import { summaryOf } from '../../graph/summary';
import type { GraphNode } from '../../graph/types';
import { text } from '../../strings';
import { stateOf } from '../../ui/states';
import type { CardNode } from '../flow';
import { NodeIcon } from '../icons';
import { useNodeOf, useSuspensionOf } from '../runView';
import { useGuest, usePinned, useProblemOf, useScene } from '../scene';
import { type Side, usePorts } from '../usePorts';
import { ChangeMark } from './ChangeMark';
import classes from './card.module.css';
import { ByHand, FailReason, StatePill, WaitReason } from './NodeState';
import { PortRows } from './PortRows';

const t = text.editor.card;

function NodeCardBody({ data, selected }: NodeProps<CardNode>) {
  const { node } = data;
  const scene = useScene();
  const type = scene.types.get(node.type);
  const live = useNodeOf(scene.run, node.id);
  const wait = useSuspensionOf(scene.run, node.id);
  const ports = usePorts(node, type, data.usedIn, data.usedOut);
  const problem = useProblemOf(node.id);
  const title = node.title || type?.title || node.id;
  const mark = scene.marks?.get(node.id);
  const passed = isBypassed(node);
  const state = live && stateOf(live.status, wait ? [wait.kind] : []);
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: the pointer only opens the list of ports
    <div
      className={classes.card}
      data-testid={`node-${node.id}`}
      data-state={state}
      data-change={mark}
      data-selected={selected}
      data-bypassed={passed || undefined}
      onMouseEnter={ports.enter}
      onMouseLeave={ports.leave}
    >
      {node.type !== 'input' && <End side="in" node={node.id} title={title} ports={ports} />}
      <div className={classes.head}>
        <NodeIcon type={type} />
        <div style={{ minWidth: 0 }}>
          <b title={title}>{title}</b>
          <span className={classes.sub}>{summaryOf(node, type)}</span>
        </div>
      </div>
      {problem && (
        <span className={classes.problem} title={problem} role="img" aria-label={problem}>
          !
        </span>
      )}
      <PinMark node={node.id} />
      <PauseMarks node={node} />
      <GuestMark node={node.id} />
      {mark && <ChangeMark kind={mark} />}
      <StatePill live={live} wait={wait} bypassed={passed} />
      {wait && <WaitReason wait={wait} title={title} />}
      {live?.status === 'failed' && <FailReason live={live} />}
      {live?.manual && <ByHand manual={live.manual} />}
      <PortRows node={node.id} inputs={ports.inputs} outputs={ports.outputs} />
      <End side="out" node={node.id} title={title} ports={ports} />
    </div>
  );
}

const ENDS = {
  in: { type: 'target', position: Position.Left, label: t.portIn },
  out: { type: 'source', position: Position.Right, label: t.portOut },
} as const;

interface EndProps {
  side: Side;
  node: string;
  title: string;
  ports: ReturnType<typeof usePorts>;
}

/** Where control comes in or goes out. */
function End({ side, node, title, ports }: EndProps) {
  const { type, position, label } = ENDS[side];
  return (
    <Handle
      type={type}
      id={side}
      position={position}
      className={`${classes.port} ${classes.main}`}
      data-testid={`port-${node}-${side}`}
      role="img"
      aria-label={label(title)}
      onMouseEnter={() => ports.point(side)}
      onMouseLeave={ports.unpoint}
    />
  );
}

/** Says that trial runs give a pinned output here instead of doing the work. */
function PinMark({ node }: { node: string }) {
  if (!usePinned(node)) return null;
  const words = text.trying.data.isPinned;
  return (
    <span className={classes.pin} title={words} role="img" aria-label={words}>
      <IconPinFilled size={11} />
    </span>
  );
}

/** Who else has the node selected. */
function GuestMark({ node }: { node: string }) {
  const guest = useGuest(node);
  if (!guest) return null;
  return (
    <span className={classes.guest} title={guest.words} role="img" aria-label={guest.words}>
      {guest.initials}
    </span>
  );
}

/** Where a run pauses by itself: before the step, after it, or until the state has a key. */
function PauseMarks({ node }: { node: GraphNode }) {
  const { pause_before: before, pause_after: after, wait_for_input: needs } = node.options;
  const first = [before === true && t.pausesBefore, needs && t.waitsFor(String(needs))];
  return (
    <>
      <PauseMark side="before" words={first.filter(Boolean).join(', ')} />
      <PauseMark side="after" words={after === true ? t.pausesAfter : ''} />
    </>
  );
}

function PauseMark({ side, words }: { side: 'before' | 'after'; words: string }) {
  if (!words) return null;
  return (
    <span className={classes.pause} data-side={side} title={words} role="img" aria-label={words}>
      <IconPlayerPauseFilled size={10} />
    </span>
  );
}

/** Renders again only when its own node, selection or state in the run changes. */
export const NodeCard = memo(
  NodeCardBody,
  (a, b) => a.data === b.data && a.selected === b.selected && a.id === b.id,
);
