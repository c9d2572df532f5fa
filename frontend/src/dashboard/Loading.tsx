// The dashboard's shape while its figures are on their way.
import { Skeleton } from '@mantine/core';
import { text } from '../strings';
import classes from './dashboard.module.css';

const CARDS = ['running', 'people', 'outside', 'failed'];

export function Loading() {
  return (
    <div role="status" aria-label={text.common.loading} className={classes.stackedPage}>
      <div className={classes.cards}>
        {CARDS.map((card) => (
          <Skeleton key={card} height={108} radius={12} />
        ))}
      </div>
      <div className={classes.wide}>
        <Skeleton height={268} radius={12} />
        <Skeleton height={268} radius={12} />
      </div>
      <div className={classes.halves}>
        <Skeleton height={196} radius={12} />
        <Skeleton height={196} radius={12} />
      </div>
    </div>
  );
}
