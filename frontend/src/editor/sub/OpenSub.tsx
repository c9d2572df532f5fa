// Opens the sub-workflow of the selected step for those who only look: on a phone, or without the right to edit.
import { Button } from '@mantine/core';
import { IconSitemap } from '@tabler/icons-react';
import { useCell } from '../../canvas/cell';
import { text } from '../../strings';
import { openSub, subOf } from '../actions/list';
import { useSession } from '../state/context';
import classes from './sub.module.css';

export function OpenSub() {
  const session = useSession();
  // What is selected decides; the graph may change under it.
  useCell(session.selection);
  useCell(session.graph);
  if (subOf(session) === null) return null;
  return (
    <Button
      className={classes.open}
      variant="default"
      size="compact-md"
      leftSection={<IconSitemap size={14} />}
      onClick={() => openSub(session)}
    >
      {text.canvas.actions.openSub}
    </Button>
  );
}
