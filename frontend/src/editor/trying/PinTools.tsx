// In the inspector's tab Output: pins what a run gave, or lets the step work again in trial runs.
import { Button } from '@mantine/core';
import { IconPin, IconPinnedOff } from '@tabler/icons-react';
import type { GraphNode } from '../../graph/types';
import { useRunNode } from '../../live/useRunStore';
import { text } from '../../strings';
import { useShownRun } from '../state/context';
import { pinOf } from './pins';
import { useTestData, useTrying } from './testData';
import classes from './trying.module.css';

const t = text.trying.data;

export function PinTools({ node }: { node: GraphNode }) {
  const trying = useTrying();
  const { pins } = useTestData();
  const { store } = useShownRun();
  const live = useRunNode(store, node.id);
  const pinned = pins[node.id] !== undefined;
  if (node.type === 'input') return null;
  return (
    <div className={classes.tools}>
      {pinned && <span className={classes.quiet}>{t.isPinned}</span>}
      <Button
        variant="default"
        size="xs"
        leftSection={pinned ? <IconPinnedOff size={14} /> : <IconPin size={14} />}
        onClick={() => trying.pin(node.id, pinned ? null : live ? pinOf(live) : { output: null })}
        data-testid="pin-output"
      >
        {pinned ? t.unpin : live?.status === 'completed' ? t.pin : t.pinEmpty}
      </Button>
      {pinned && (
        <Button variant="subtle" size="xs" onClick={() => trying.drawer.set(true)}>
          {t.edit}
        </Button>
      )}
    </div>
  );
}
