// The action of a line as a pill in its middle; on an editable canvas a click chooses another.
import { Menu } from '@mantine/core';
import { IconCheck } from '@tabler/icons-react';
import { useState } from 'react';
import { ALWAYS, mainActions } from '../../graph/actions';
import type { GraphEdge } from '../../graph/types';
import { text } from '../../strings';
import type { OneLine } from '../flow';
import type { Passage } from '../runView';
import { type Editing, useScene } from '../scene';
import { OnLabelLayer } from './LabelLayer';
import classes from './line.module.css';

const t = text.editor.edge;

/** How an action reads on the canvas; null is the default line, shown only beside named ones. */
export function actionWord(action: string | null, sole = false): string {
  if (action === null) return sole ? t.any : t.otherwise;
  return action === ALWAYS ? t.always : action;
}

/** What a line says of when it is followed. */
export function wordsOf({ edge, sole }: OneLine): string {
  const word = actionWord(edge.action, sole);
  if (!edge.when) return word;
  return sole ? t.when : `${word} · ${t.when}`;
}

interface ActionPillProps {
  /** The line, and what lies upon it at a folded group. */
  lines: [OneLine, ...OneLine[]];
  x: number;
  y: number;
  selected: boolean;
  passage: Passage | undefined;
}

export function ActionPill(props: ActionPillProps) {
  const { lines, x, y, selected, passage } = props;
  const [{ edge }] = lines;
  const { editing } = useScene();
  const [open, setOpen] = useState(false);
  const choices = editing?.actionsFor(edge) ?? [];
  const chosen = lines.some(({ edge: { action, when } }) => action !== null || when !== null);
  const plain = lines.every(({ sole }) => sole) || mainActions(choices).length === 0;
  // A line that follows whatever happens needs no word, until somebody looks for one.
  if (!chosen && !selected && plain) return null;
  if (!chosen && !editing) return null;
  const look = {
    className: `${classes.label} nodrag nopan`,
    style: { transform: `translate(-50%, -50%) translate(${x}px, ${y}px)` },
    'data-selected': selected,
    'data-passage': passage,
    'data-empty': !chosen,
  };
  const words = [...new Set(lines.map(wordsOf))].join(', ');
  if (!editing || lines.length > 1) {
    return (
      <OnLabelLayer>
        <span {...look}>{words}</span>
      </OnLabelLayer>
    );
  }
  const pill = (
    <button
      type="button"
      {...look}
      data-testid={`edge-action-${edge.id}`}
      aria-label={t.label(words)}
      aria-haspopup="menu"
      aria-expanded={open}
      title={edge.when ?? undefined}
      onClick={() => setOpen(!open)}
    >
      {words}
    </button>
  );
  // A graph has hundreds of pills and one menu at a time: it is made when it is asked for.
  if (!open) return <OnLabelLayer>{pill}</OnLabelLayer>;
  return (
    <OnLabelLayer>
      <Menu opened onClose={() => setOpen(false)} position="bottom" withinPortal>
        <Menu.Target>{pill}</Menu.Target>
        <ActionMenu edge={edge} choices={choices} editing={editing} />
      </Menu>
    </OnLabelLayer>
  );
}

function ActionMenu(props: { edge: GraphEdge; choices: string[]; editing: Editing }) {
  const { edge, choices, editing } = props;
  const item = (action: string | null, hint?: string) => (
    <Menu.Item
      key={action ?? ''}
      onClick={() => editing.setAction(edge, action)}
      rightSection={edge.action === action ? <IconCheck size={14} /> : undefined}
    >
      {actionWord(action)}
      {hint && <div className="f-small f-faint">{hint}</div>}
    </Menu.Item>
  );
  return (
    <Menu.Dropdown>
      <Menu.Label>{t.choose}</Menu.Label>
      {choices.map((action) => item(action))}
      <Menu.Divider />
      {item(null, t.otherwiseHint)}
      {item('error', t.errorHint)}
      {item(ALWAYS, t.alwaysHint)}
    </Menu.Dropdown>
  );
}
