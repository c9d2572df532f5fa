// The action of a line as a pill in its middle; on an editable canvas a click chooses another.
import { Menu } from '@mantine/core';
import { IconCheck } from '@tabler/icons-react';
import { ALWAYS, mainActions } from '../graph/actions';
import type { GraphEdge } from '../graph/types';
import { text } from '../strings';
import classes from './line.module.css';
import type { Passage } from './runView';
import { type Editing, useScene } from './scene';

const t = text.editor.edge;

/** How an action reads on the canvas; null is the default line, shown only beside named ones. */
export function actionWord(action: string | null): string {
  if (action === null) return t.otherwise;
  return action === ALWAYS ? t.always : action;
}

interface ActionPillProps {
  edge: GraphEdge;
  x: number;
  y: number;
  selected: boolean;
  passage: Passage | undefined;
}

export function ActionPill({ edge, x, y, selected, passage }: ActionPillProps) {
  const { editing } = useScene();
  const choices = editing?.actionsFor(edge) ?? [];
  const chosen = edge.action !== null || edge.when !== null;
  // A line that follows whatever happens needs no word, until somebody looks for one.
  if (!chosen && !selected && mainActions(choices).length === 0) return null;
  if (!chosen && !editing) return null;
  const look = {
    className: `${classes.label} nodrag nopan`,
    style: { transform: `translate(-50%, -50%) translate(${x}px, ${y}px)` },
    'data-selected': selected,
    'data-passage': passage,
    'data-empty': !chosen,
  };
  const words = edge.when ? `${actionWord(edge.action)} · ${t.when}` : actionWord(edge.action);
  if (!editing) return <span {...look}>{words}</span>;
  return (
    <Menu position="bottom" withinPortal>
      <Menu.Target>
        <button
          type="button"
          {...look}
          data-testid={`edge-action-${edge.id}`}
          aria-label={t.label(words)}
          title={edge.when ?? undefined}
        >
          {words}
        </button>
      </Menu.Target>
      <ActionMenu edge={edge} choices={choices} editing={editing} />
    </Menu>
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
