// The frame around every page: rail or bottom bar, banner, notices, search, dialogs.
import { useHotkeys, useMediaQuery } from '@mantine/hooks';
import { Notifications } from '@mantine/notifications';
import { IconPlugConnectedX } from '@tabler/icons-react';
import { useState } from 'react';
import { Outlet, useLocation } from 'react-router';
import { useLiveBanner } from '../../live/hooks';
import { text } from '../../strings';
import { ConfirmDialog } from '../confirm';
import { NoticeStack } from '../notices/NoticeStack';
import { NoticesDrawer } from '../notices/NoticesButton';
import { useInboxCount } from '../notices/useInboxCount';
import { useRemembered } from '../remembered';
import { BottomBar } from './BottomBar';
import { ErrorBoundary } from './ErrorBoundary';
import { later } from './later';
import { Rail } from './Rail';
import classes from './shell.module.css';
import { useWaitingInTab } from './tab';

const Search = later(() => import('./Search'));

// The canvas needs the room: the rail is always folded there.
const WIDE_PAGE = /^\/(workflows|runs)\/[^/]+/;

/** Search is loaded when first asked for, and then stays. */
function useSearch() {
  const [wanted, setWanted] = useState(0);
  const open = () => setWanted((before) => before + 1);
  useHotkeys([['mod+K', open]], []);
  const dialog = wanted > 0 && <Search wanted={wanted} />;
  return { open, dialog };
}

function Banner() {
  if (!useLiveBanner()) return null;
  return (
    <div className={classes.banner} role="status">
      <IconPlugConnectedX size={14} /> {text.live.paused}
    </div>
  );
}

export function Shell() {
  const { pathname } = useLocation();
  const [remembered, setFolded] = useRemembered('rail.folded', false);
  const phone = useMediaQuery('(max-width: 48em)') ?? false;
  const wide = WIDE_PAGE.test(pathname);
  const folded = wide || remembered;
  const open = useInboxCount();
  const search = useSearch();
  useWaitingInTab(open);
  return (
    <div className={classes.app} data-folded={folded || undefined}>
      <a href="#main" className={classes.skip}>
        {text.nav.skip}
      </a>
      {!phone && (
        <Rail
          folded={folded}
          onFold={wide ? undefined : () => setFolded(!remembered)}
          open={open}
          onSearch={search.open}
        />
      )}
      <main id="main" tabIndex={-1} className={classes.main}>
        <Banner />
        <ErrorBoundary resetKey={pathname}>
          <Outlet />
        </ErrorBoundary>
        <NoticeStack />
      </main>
      {phone && <BottomBar open={open} onSearch={search.open} />}
      {search.dialog}
      <NoticesDrawer />
      <ConfirmDialog />
      <Notifications
        position="top-right"
        limit={3}
        containerWidth={320}
        className={classes.toasts}
      />
    </div>
  );
}
