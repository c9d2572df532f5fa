// Somebody else edits here: this window looks on, until it takes over.
import { Button } from '@mantine/core';
import { IconPencil } from '@tabler/icons-react';
import { useNames } from '../../api/people';
import { useMe } from '../../api/session';
import { text } from '../../strings';
import classes from './presence.module.css';
import { usePresenceHere } from './usePresence';

const t = text.presence;

export function PresenceBanner() {
  const { holder, takeOver } = usePresenceHere();
  const nameOf = useNames();
  const me = useMe().data?.username;
  if (!holder) return null;
  const mine = holder.user === me;
  return (
    <div className={classes.banner} role="status" data-testid="presence-banner">
      <IconPencil size={16} />
      <span>{mine ? t.elsewhere : t.edits(nameOf(holder.user))}</span>
      <Button size="compact-sm" variant="default" onClick={takeOver} data-testid="take-over">
        {mine ? t.editHere : t.takeOver}
      </Button>
    </div>
  );
}
