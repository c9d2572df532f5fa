// Says that a run rests because no worker here has the code of some of its steps.
import { IconPlugOff } from '@tabler/icons-react';
import type { RunStore } from '../live/runStore';
import { useRunHead } from '../live/useRunStore';
import { text } from '../strings';
import classes from './run.module.css';

const t = text.run.missing;

export function MissingTypes({ store }: { store: RunStore }) {
  const types = useRunHead(store)?.missing_types ?? [];
  if (types.length === 0) return null;
  return (
    <section className={classes.card} aria-label={t.title} data-testid="missing-types">
      <h2 className={classes.stopped}>
        <IconPlugOff size={18} />
        {t.title}
      </h2>
      <p>{t.body}</p>
      <p className="f-mono">{types.join(', ')}</p>
    </section>
  );
}
