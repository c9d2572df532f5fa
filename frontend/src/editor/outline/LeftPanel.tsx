// The panel at the left: the nodes there are to add, or the outline of those that were added.
import { SegmentedControl } from '@mantine/core';
import { text } from '../../strings';
import { useRemembered } from '../../ui/remembered';
import { type Extent, Sash, useExtent } from '../../ui/sash/Sash';
import { Palette } from '../palette/Palette';
import { Outline } from './Outline';
import classes from './outline.module.css';

export type Left = 'nodes' | 'outline';
const t = text.canvas.outline;
const p = text.editor.panels;
const TABS = [
  { value: 'nodes', label: t.nodes },
  { value: 'outline', label: t.outline },
];

/** The palette's width; more of the window than that is the canvas's. */
const WIDTH: Extent = {
  usual: 212,
  least: 180,
  most: () => Math.max(212, Math.min(420, window.innerWidth * 0.3)),
};

export function LeftPanel() {
  const [left, setLeft] = useRemembered<Left>('editor.left', 'nodes');
  const [width, setWidth] = useExtent('editor.left.width', WIDTH);
  return (
    <div className={classes.left} style={{ width }}>
      <Sash side="right" label={p.resizeLeft} size={width} extent={WIDTH} onSize={setWidth} />
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
