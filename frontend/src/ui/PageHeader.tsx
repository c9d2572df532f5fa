// The header of a page: title, one line of context, tabs or filters, the primary action at the right.
import type { ReactNode } from 'react';
import { Link } from 'react-router';
import classes from './Page.module.css';
import { usePageTitle } from './shell/tab';

export { usePageTitle } from './shell/tab';

interface PageHeaderProps {
  title: string;
  /** Where the page hangs: `[{label: 'Workflows', to: '/workflows'}]`. */
  crumbs?: { label: string; to: string }[];
  /** Pills and short facts right after the title. */
  context?: ReactNode;
  /** In the middle: tabs. */
  children?: ReactNode;
  actions?: ReactNode;
  /** What the browser tab says, when not the title. */
  documentTitle?: string;
}

export function PageHeader(props: PageHeaderProps) {
  const { title, crumbs = [], context, children, actions, documentTitle = title } = props;
  usePageTitle(documentTitle);
  return (
    <header className={classes.header}>
      <div className={classes.lead}>
        {crumbs.map((crumb) => (
          <span key={crumb.to} className={classes.crumb}>
            <Link to={crumb.to}>{crumb.label}</Link>
            <span aria-hidden="true">/</span>
          </span>
        ))}
        <h1 title={title}>{title}</h1>
        {context && <div className={classes.context}>{context}</div>}
      </div>
      {children && <div className={classes.middle}>{children}</div>}
      {actions && <div className={classes.actions}>{actions}</div>}
    </header>
  );
}
