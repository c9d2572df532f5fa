// Says beside the pointer why a connection was refused, for as long as it takes to read.
import { IconPlugConnectedX } from '@tabler/icons-react';
import { useEffect } from 'react';
import { useCell } from '../../canvas/cell';
import { useSession } from '../state/context';
import classes from './flow.module.css';

const STAYS = 5000;

export function RefusedBubble() {
  const session = useSession();
  const refused = useCell(session.refused);
  useEffect(() => {
    if (!refused) return;
    const timer = setTimeout(() => session.refused.set(null), STAYS);
    return () => clearTimeout(timer);
  }, [session, refused]);
  return (
    <div role="status" aria-live="polite">
      {refused && (
        <div
          className={classes.refused}
          data-testid="refused"
          style={{ left: refused.screen.x + 12, top: refused.screen.y + 12 }}
        >
          <IconPlugConnectedX size={16} />
          {refused.words}
        </div>
      )}
    </div>
  );
}
