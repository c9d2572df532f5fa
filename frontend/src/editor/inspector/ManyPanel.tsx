// What the inspector shows when several things or nothing is selected.
import { Button } from '@mantine/core';
import { IconCopy, IconLayoutDistributeHorizontal, IconTrash } from '@tabler/icons-react';
import { text } from '../../strings';
import { shown } from '../actions/keys';
import { useSession } from '../state/context';
import { autoLayout, deleteSelection, duplicate } from '../state/edit';
import classes from './inspector.module.css';

const t = text.editor.inspector;

export function ManyPanel({ nodes, edges }: { nodes: number; edges: number }) {
  const session = useSession();
  if (nodes + edges === 0) return <Hints />;
  return (
    <div className={classes.body}>
      <h2 className={classes.heading}>{t.selected(nodes, edges)}</h2>
      {nodes > 1 && (
        <Button
          variant="default"
          leftSection={<IconLayoutDistributeHorizontal size={16} />}
          onClick={() => autoLayout(session)}
        >
          {t.layoutThese}
        </Button>
      )}
      {nodes > 0 && (
        <Button
          variant="default"
          leftSection={<IconCopy size={16} />}
          onClick={() => duplicate(session)}
        >
          {t.duplicate}
        </Button>
      )}
      <Button
        variant="default"
        c="var(--f-red)"
        leftSection={<IconTrash size={16} />}
        onClick={() => deleteSelection(session)}
      >
        {t.remove}
      </Button>
    </div>
  );
}

const KEYS: [string[], string][] = [
  [[text.keys.space], t.hints.add],
  [['Mod+Z', 'Mod+Y'], t.hints.undo],
  [['Mod+C', 'Mod+V'], t.hints.copy],
  [['Shift'], t.hints.box],
  [['L'], t.hints.layout],
  [['1', '0'], t.hints.zoom],
  [['?'], t.hints.keys],
];

function Hints() {
  return (
    <div className={classes.body}>
      <div>
        <h2 className={classes.heading}>{t.nothing}</h2>
        <p className={classes.quiet}>{t.nothingHint}</p>
      </div>
      <dl className={classes.keys}>
        {KEYS.map(([keys, words]) => (
          <div key={words}>
            <dt>
              {keys.map((key) => (
                <kbd key={key} className="f-kbd">
                  {shown(key)}
                </kbd>
              ))}
            </dt>
            <dd>{words}</dd>
          </div>
        ))}
      </dl>
    </div>
  );
}
