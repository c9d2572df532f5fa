// The panel at the left: the nodes there are to add, or the outline of those that were added.
import { SegmentedControl } from '@mantine/core';
import { text } from '../../strings';
import { useRemembered } from '../../ui/remembered';
import { Palette } from '../palette/Palette';
import { Outline } from './Outline';
import classes from './outline.module.css';

export type Left = 'nodes' | 'outline';
const t = text.canvas.outline;
const TABS = [
  { value: 'nodes', label: t.nodes },
  { value: 'outline', label: t.outline },
];

export function LeftPanel() {
  const [left, setLeft] = useRemembered<Left>('editor.left', 'nodes');
  return (
    <div className={classes.left}>
      <div className={classes.tabs}>
        <SegmentedControl
          fullWidth
          size="xs"
          data={TABS}
          value={left}
          onChange={(next) => setLeft(next as Left)}
          aria-label={t.panel}
        />
      </div>
      {left === 'outline' ? <Outline /> : <Palette />}
    </div>
  );
}
