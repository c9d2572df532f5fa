// The left rail: where to go, and at its foot search, notices and the person.
import { UnstyledButton } from '@mantine/core';
import {
  IconLayoutSidebarLeftCollapse,
  IconLayoutSidebarLeftExpand,
  IconSearch,
} from '@tabler/icons-react';
import { Link, NavLink } from 'react-router';
import { text } from '../../strings';
import { NoticesButton } from '../notices/NoticesButton';
import { Mark } from './Mark';
import { PersonMenu } from './PersonMenu';
import { PAGES, type ShellPage } from './pages';
import { Badge, RailItem } from './RailItem';
import classes from './shell.module.css';

const t = text.nav;

function PageLink({ page, folded, open }: { page: ShellPage; folded: boolean; open: number }) {
  const Icon = page.icon;
  return (
    <RailItem label={page.label} folded={folded}>
      <NavLink to={page.to} className={classes.nav ?? ''}>
        <Icon size={18} stroke={1.8} />
        <span className={classes.word}>{page.label}</span>
        {page.badge && <Badge count={open} />}
      </NavLink>
    </RailItem>
  );
}

interface RailProps {
  folded: boolean;
  /** Missing where the rail is always folded. */
  onFold?: () => void;
  open: number;
  onSearch: () => void;
}

export function Rail({ folded, onFold, open, onSearch }: RailProps) {
  const Fold = folded ? IconLayoutSidebarLeftExpand : IconLayoutSidebarLeftCollapse;
  return (
    <nav className={classes.rail} data-folded={folded || undefined} aria-label={t.main}>
      <div className={classes.brand}>
        <Link to="/workflows" aria-label={text.common.product}>
          <Mark size={folded ? 26 : 24} />
          <span className={classes.word}>{text.common.product}</span>
        </Link>
        {onFold && (
          <UnstyledButton
            className={classes.fold}
            onClick={onFold}
            aria-label={folded ? t.unfold : t.fold}
          >
            <Fold size={18} stroke={1.6} />
          </UnstyledButton>
        )}
      </div>
      {PAGES.map((page) => (
        <PageLink key={page.to} page={page} folded={folded} open={open} />
      ))}
      <div className={classes.grow} />
      <RailItem label={t.search} folded={folded}>
        <UnstyledButton className={classes.nav} onClick={onSearch}>
          <IconSearch size={18} stroke={1.8} />
          <span className={classes.word}>{t.search}</span>
          <kbd className={`f-kbd ${classes.keys}`}>{text.keys.ctrl} K</kbd>
        </UnstyledButton>
      </RailItem>
      <NoticesButton folded={folded} />
      <PersonMenu folded={folded} />
    </nav>
  );
}
