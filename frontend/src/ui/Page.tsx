// The body of an ordinary page: scrolls, at most 1,280 px wide.
import type { ReactNode } from 'react';
import classes from './Page.module.css';

/** `header` stays, `children` scroll. The editor and the run page lay themselves out instead. */
export function Page({ header, children }: { header: ReactNode; children: ReactNode }) {
  return (
    <div className={classes.page}>
      {header}
      <div className={classes.body}>
        <div className={classes.content}>{children}</div>
      </div>
    </div>
  );
}
