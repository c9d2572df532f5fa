// The editor's shape while it loads: bar, palette, canvas with cards, inspector.
import { Skeleton } from '@mantine/core';
import { text } from '../strings';
import classes from './editor.module.css';

const CARDS = [
  { left: 40, top: 240 },
  { left: 340, top: 240 },
  { left: 640, top: 140 },
  { left: 640, top: 340 },
];

export function EditorSkeleton() {
  return (
    <div className={classes.skeleton} role="status" aria-label={text.common.loading}>
      <div className={classes.skeletonBar}>
        <Skeleton height={16} width={220} />
        <Skeleton height={30} width={280} radius={8} visibleFrom="sm" />
        <Skeleton height={32} width={92} radius={8} />
      </div>
      <div className={classes.skeletonBody}>
        <div className={classes.skeletonSide} style={{ width: 212 }}>
          {Array.from({ length: 9 }, (_, row) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: rows of a picture
            <Skeleton key={row} height={18} width={`${84 - (row % 3) * 14}%`} mb={18} />
          ))}
        </div>
        <div className={classes.skeletonCanvas}>
          {CARDS.map((place) => (
            <Skeleton
              key={`${place.left}/${place.top}`}
              width={224}
              height={58}
              radius={12}
              pos="absolute"
              {...place}
            />
          ))}
        </div>
        <div className={classes.skeletonSide} style={{ width: 328 }}>
          {Array.from({ length: 5 }, (_, row) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: rows of a picture
            <Skeleton key={row} height={34} radius={8} mb={24} />
          ))}
        </div>
      </div>
    </div>
  );
}
