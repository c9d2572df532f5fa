// The parts every group of settings is made of: a card with a title, and rows in it.
import type { ReactNode } from 'react';
import classes from './settings.module.css';

interface SectionProps {
  title: string;
  /** One sentence: what this is for. */
  about?: string;
  children: ReactNode;
  actions?: ReactNode;
}

export function Section({ title, about, children, actions }: SectionProps) {
  return (
    <section className={`f-card ${classes.section}`}>
      <div className={classes.head}>
        <div>
          <h2>{title}</h2>
          {about && <p>{about}</p>}
        </div>
        {actions}
      </div>
      {children}
    </section>
  );
}

interface RowProps {
  /** Of the control, whose `id` is `htmlFor`. */
  label: string;
  htmlFor?: string;
  hint?: string;
  children: ReactNode;
}

export function Row({ label, htmlFor, hint, children }: RowProps) {
  return (
    <div className={classes.row}>
      <div className={classes.words}>
        {htmlFor ? <label htmlFor={htmlFor}>{label}</label> : <span>{label}</span>}
        {hint && <p id={htmlFor && `${htmlFor}-hint`}>{hint}</p>}
      </div>
      <div className={classes.control}>{children}</div>
    </div>
  );
}
