// Over the canvas while it shows the past: so that nobody takes it for the present.
import { IconHistory } from '@tabler/icons-react';
import { text } from '../../strings';
import { absoluteTime } from '../../ui/time';
import { useReplay } from './ReplayProvider';
import classes from './replay.module.css';

export function Then() {
  const { moment } = useReplay();
  if (!moment?.at) return null;
  return (
    <div className={classes.then} role="status" data-testid="replay-then">
      <IconHistory size={14} />
      {text.replay.asItWas(absoluteTime(moment.at))}
    </div>
  );
}
