// A message with a way back, which is gone as soon as it would take back something else.
import { notifications } from '@mantine/notifications';
import { text } from '../../strings';
import { notifyInfo } from '../../ui/notify';
import type { EditorSession } from './session';

/** Tells what the last step did, with a button that undoes it until the next step is done. */
export function offerUndo(session: EditorSession, told: string): void {
  const label = text.editor.actions.undo;
  const id = notifyInfo(told, { label, onClick: () => session.undo() });
  const stop = session.history.listen(() => {
    stop();
    notifications.hide(id);
  });
}
