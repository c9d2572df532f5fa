// What can be done to several selected things at once: align, distribute, tidy, group, delete.
import { Divider } from '@mantine/core';
import {
  IconBoxMultiple,
  IconCopy,
  IconLayoutAlignBottom,
  IconLayoutAlignCenter,
  IconLayoutAlignLeft,
  IconLayoutAlignMiddle,
  IconLayoutAlignRight,
  IconLayoutAlignTop,
  IconLayoutDistributeHorizontal,
  IconLayoutDistributeVertical,
  IconSitemap,
  IconStack2,
  IconStackPop,
  IconTrash,
  type TablerIcon,
} from '@tabler/icons-react';
import { useCell } from '../../canvas/cell';
import { SmallButton } from '../../canvas/SmallButton';
import type { Side } from '../../graph/arrange/align';
import { text } from '../../strings';
import { shown } from '../actions/keys';
import { actionOf } from '../actions/list';
import { align, distribute } from '../state/arrange';
import { useSession } from '../state/context';
import type { EditorSession } from '../state/session';
import classes from './flow.module.css';

const t = text.canvas.arrange;
const c = text.canvas.actions;
const e = text.editor.actions;

const SIDES: [Side, TablerIcon][] = [
  ['left', IconLayoutAlignLeft],
  ['centre', IconLayoutAlignCenter],
  ['right', IconLayoutAlignRight],
  ['top', IconLayoutAlignTop],
  ['middle', IconLayoutAlignMiddle],
  ['bottom', IconLayoutAlignBottom],
];

/** Buttons of actions that have keys; those that would do nothing are left out. */
const OFTEN: [string, TablerIcon][] = [
  [c.space, IconBoxMultiple],
  [c.group, IconStack2],
  [c.ungroup, IconStackPop],
  [c.extract, IconSitemap],
  [e.duplicate, IconCopy],
  [e.remove, IconTrash],
];

export function SelectionBar() {
  const session = useSession();
  const { nodes, notes } = useCell(session.selection);
  useCell(session.graph);
  const count = nodes.size + notes.size;
  const tool = useCell(session.tool);
  if (count < 2 || tool === 'search') return null;
  return (
    <div
      className={classes.selection}
      role="toolbar"
      aria-label={t.label}
      data-testid="selection-bar"
    >
      {SIDES.map(([side, icon]) => (
        <SmallButton key={side} label={t[side]} icon={icon} onClick={() => align(session, side)} />
      ))}
      <Divider orientation="vertical" />
      <Spacing session={session} disabled={count < 3} />
      <Divider orientation="vertical" />
      {OFTEN.map(([label, icon]) => (
        <Often key={label} label={label} icon={icon} session={session} />
      ))}
    </div>
  );
}

function Spacing({ session, disabled }: { session: EditorSession; disabled: boolean }) {
  return (
    <>
      <SmallButton
        label={t.across}
        icon={IconLayoutDistributeHorizontal}
        disabled={disabled}
        onClick={() => distribute(session, 'x')}
      />
      <SmallButton
        label={t.down}
        icon={IconLayoutDistributeVertical}
        disabled={disabled}
        onClick={() => distribute(session, 'y')}
      />
    </>
  );
}

interface OftenProps {
  label: string;
  icon: TablerIcon;
  session: EditorSession;
}

function Often({ label, icon, session }: OftenProps) {
  const action = actionOf(label);
  if (action.may && !action.may(session)) return null;
  const [key] = action.keys;
  const words = key ? `${label} (${shown(key)})` : label;
  return <SmallButton label={words} icon={icon} onClick={() => action.run(session)} />;
}
