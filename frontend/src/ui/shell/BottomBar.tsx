// The bar at the bottom of a phone: the same pages, and everything else behind "More".
import { NavLink } from 'react-router';
import { text } from '../../strings';
import { PersonMenu } from './PersonMenu';
import { PAGES } from './pages';
import { Badge } from './RailItem';
import classes from './shell.module.css';

export function BottomBar({ open, onSearch }: { open: number; onSearch: () => void }) {
  return (
    <nav className={classes.bottom} aria-label={text.nav.main}>
      {PAGES.map(({ to, label, icon: Icon, badge }) => (
        <NavLink key={to} to={to} className={classes.tab ?? ''}>
          <Icon size={20} stroke={1.8} />
          <span>{label}</span>
          {badge && <Badge count={open} />}
        </NavLink>
      ))}
      <PersonMenu folded phone onSearch={onSearch} />
    </nav>
  );
}
