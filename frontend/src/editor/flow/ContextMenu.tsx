// The menu of a right click: what can be done to the node, the selection or the canvas there.
import { Menu } from '@mantine/core';
import { useCell } from '../../canvas/cell';
import { text } from '../../strings';
import { shown } from '../actions/keys';
import { type Action, actionOf, copySelection } from '../actions/list';
import { copyNow } from '../actions/useShortcuts';
import { useSession } from '../state/context';
import type { EditorSession } from '../state/session';
import classes from './flow.module.css';

const t = text.editor.actions;
const c = text.canvas.actions;
const m = text.canvas.menu;

/** Labels of actions, in groups; those that would do nothing are left out. */
const ON_THINGS = [
  [t.rename, c.openSub, c.connect, t.upstream, t.downstream],
  [t.duplicate, c.align, c.space, c.group, c.ungroup, c.extract],
  [t.remove],
];
const ON_CANVAS = [[c.note], [t.selectAll, t.layout, t.fit, c.search]];

export function ContextMenu() {
  const session = useSession();
  const at = useCell(session.menu);
  if (!at) return null;
  const close = () => session.menu.set(null);
  const { x, y } = at.screen;
  return (
    <Menu key={`${x}/${y}`} opened onClose={close} position="bottom-start" offset={2} width={264}>
      <Menu.Target>
        <div className={classes.menuAt} style={{ left: x, top: y }} />
      </Menu.Target>
      <Menu.Dropdown data-testid="context-menu" aria-label={at.onCanvas ? m.canvas : m.node}>
        {at.onCanvas && <AddHere session={session} />}
        {!at.onCanvas && <CopyItems session={session} />}
        {(at.onCanvas ? ON_CANVAS : ON_THINGS).map((labels) => (
          <Items key={labels[0]} labels={labels} session={session} />
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}

const Keys = ({ name }: { name: string | undefined }) =>
  name ? <kbd className="f-kbd">{shown(name)}</kbd> : null;

function AddHere({ session }: { session: EditorSession }) {
  const at = session.menu.get();
  if (!at || !session.view) return null;
  const flow = session.view.toFlow(at.screen);
  return (
    <Menu.Item
      rightSection={<Keys name="N" />}
      onClick={() => session.quickAdd.set({ screen: at.screen, flow })}
    >
      {m.addHere}
    </Menu.Item>
  );
}

function CopyItems({ session }: { session: EditorSession }) {
  if (!copySelection(session)) return null;
  return (
    <Menu.Item rightSection={<Keys name="Mod+C" />} onClick={() => copyNow(session)}>
      {t.copy}
    </Menu.Item>
  );
}

function Items({ labels, session }: { labels: string[]; session: EditorSession }) {
  const actions = labels.map(actionOf).filter(({ may }) => !may || may(session));
  if (actions.length === 0) return null;
  return (
    <>
      <Menu.Divider />
      {actions.map((action) => (
        <Item key={action.label} action={action} session={session} />
      ))}
    </>
  );
}

function Item({ action, session }: { action: Action; session: EditorSession }) {
  const removes = action.label === t.remove;
  return (
    <Menu.Item
      {...(removes && { color: 'red' })}
      rightSection={<Keys name={action.keys[0]} />}
      onClick={() => action.run(session)}
    >
      {action.label}
    </Menu.Item>
  );
}
