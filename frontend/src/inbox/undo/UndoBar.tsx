// "Approved: Pay for Lisbon? Undo (U)", with the time that is left, over the foot of the inbox.
import { Button, CloseButton } from '@mantine/core';
import { IconArrowBackUp } from '@tabler/icons-react';
import { useWantsSingleKeys } from '../../api/session';
import { text } from '../../strings';
import { useNow } from '../../ui/TimeAgo';
import { useShortcuts } from '../shortcuts';
import { closeOffer, latestOffer, type OpenOffer, useOffer } from './store';
import classes from './undo.module.css';
import { useUndo } from './useUndo';

const t = text.undo;

interface UndoBarProps {
  /** The tasks that are open again. */
  onUndone?: (ids: string[]) => void;
}

/** Shows the latest decision that may be taken back; nothing when there is none. */
export function UndoBar({ onUndone }: UndoBarProps) {
  const offer = useOffer();
  const undo = useUndo(onUndone);
  const take = (open: OpenOffer) => {
    if (undo.isPending) return;
    closeOffer(open);
    undo.mutate(open.ids);
  };
  useShortcuts((shortcut) => {
    const open = latestOffer();
    if (shortcut === 'undo' && open) take(open);
  });
  if (!offer) return null;
  return <Bar key={offer.from} offer={offer} onUndo={() => take(offer)} />;
}

function Bar({ offer, onUndo }: { offer: OpenOffer; onUndo: () => void }) {
  const now = useNow();
  const keysWork = useWantsSingleKeys();
  const end = offer.until.getTime();
  const left = Math.max(1, Math.ceil((end - Math.max(now, offer.from)) / 1000));
  return (
    <div className={classes.place}>
      <div className={classes.bar} role="status" aria-label={t.label} data-testid="undo-bar">
        <span className={classes.words}>{offer.words}</span>
        <span className={classes.left} aria-hidden="true">
          {t.left(left)}
        </span>
        <Button
          size="compact-md"
          variant="light"
          leftSection={<IconArrowBackUp size={16} />}
          rightSection={keysWork ? <kbd className={`f-kbd ${classes.key}`}>U</kbd> : undefined}
          onClick={onUndo}
          data-testid="undo"
        >
          {t.undo}
        </Button>
        <CloseButton aria-label={t.close} onClick={() => closeOffer(offer)} />
        <span
          className={classes.time}
          style={{ animationDuration: `${end - offer.from}ms` }}
          aria-hidden="true"
        />
      </div>
    </div>
  );
}
