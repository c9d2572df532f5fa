// Short messages at the top right: success 4 s, info 6 s, errors stay and can be copied.
import { Button } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { IconCheck, IconInfoCircle, IconX } from '@tabler/icons-react';
import { newId } from '../api/ids';
import { text } from '../strings';
import { explain } from './ErrorState';

export function notifySuccess(message: string, title?: string): string {
  return notifications.show({
    title,
    message,
    color: 'teal',
    icon: <IconCheck size={16} />,
    autoClose: 4000,
  });
}

interface Undo {
  label: string;
  onClick: () => void;
}

/** `action` is a way back, such as Undo; it closes the message. */
export function notifyInfo(message: string, action?: Undo): string {
  const id = newId();
  const run = () => {
    notifications.hide(id);
    action?.onClick();
  };
  return notifications.show({
    id,
    message: action ? (
      <span style={{ display: 'flex', alignItems: 'center', gap: 12 }}>
        <span style={{ flex: 1 }}>{message}</span>
        <Button size="compact-sm" variant="default" onClick={run}>
          {action.label}
        </Button>
      </span>
    ) : (
      message
    ),
    color: 'blue',
    icon: <IconInfoCircle size={16} />,
    autoClose: 6000,
  });
}

/** Say that something did not work; `what` names it: "The run could not be stopped". */
export function notifyError(what: string, error?: unknown): string {
  const { what: why, todo, id } = error === undefined ? NOTHING : explain(error);
  const details = [what, why, todo, id].filter(Boolean).join('\n');
  return notifications.show({
    title: what,
    message: (
      <>
        {[why, todo].filter(Boolean).join(' ')}
        {id && <div>{text.common.quote(id)}</div>}
        <Button
          size="compact-xs"
          variant="subtle"
          color="gray"
          mt={6}
          ml={-6}
          onClick={() => void navigator.clipboard.writeText(details)}
        >
          {text.common.copyDetails}
        </Button>
      </>
    ),
    color: 'red',
    icon: <IconX size={16} />,
    autoClose: false,
    role: 'alert',
  });
}

const NOTHING = { what: '', todo: '', id: '' };
