// A number that opens the list it counts.
import type { ReactNode } from 'react';
import { Link } from 'react-router';
import type { Figure } from '../api/dashboard';
import classes from './dashboard.module.css';

interface NumberProps {
  of: Figure;
  children: ReactNode;
  className?: string;
  /** Says more than the number, for whoever does not see what stands beside it. */
  label?: string;
}

/** Without a list it is only a number. */
export function NumberLink({ of, children, className, label }: NumberProps) {
  const looks = `${classes.number} ${className ?? ''}`;
  if (!of.to) return <span className={looks}>{children}</span>;
  return (
    <Link to={of.to} className={looks} aria-label={label}>
      {children}
    </Link>
  );
}
