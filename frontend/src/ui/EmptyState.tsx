// What a list says when it is empty, and how to fill it.
import type { ReactNode } from 'react';
import classes from './Page.module.css';

interface EmptyStateProps {
  title: string;
  /** One sentence: why it is empty, or what comes here. */
  children?: ReactNode;
  icon?: React.ComponentType<{ size?: number; stroke?: number }>;
  /** Buttons, the way out. */
  actions?: ReactNode;
}

export function EmptyState({ title, children, icon: Icon, actions }: EmptyStateProps) {
  return (
    <div className={classes.message}>
      {Icon && (
        <div className={classes.symbol}>
          <Icon size={24} stroke={1.6} />
        </div>
      )}
      <h2>{title}</h2>
      {children && <p>{children}</p>}
      {actions && <div className={classes.buttons}>{actions}</div>}
    </div>
  );
}
