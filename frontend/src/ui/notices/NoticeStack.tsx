// The notices at the right: each wait once, until it is closed or ended.
import { useCallback, useEffect, useState } from 'react';
import { useLocation, useNavigate } from 'react-router';
import { useMe } from '../../api/session';
import { useRemembered } from '../remembered';
import { tellComputer } from './desktop';
import { NoticeCard } from './NoticeCard';
import classes from './notices.module.css';
import { useLiveLists, useWaits } from './useWaits';
import type { Wait } from './waits';

const AT_MOST = 3;
const KEEP_SEEN = 300;
// What opened shortly before the page did is still news.
const FRESH = 120_000;
const loadedAt = Date.now();

const isNews = (wait: Wait) => Date.parse(wait.openedAt) > loadedAt - FRESH;

/** Which page's side panel must stay in sight, or the buttons and first rows on top of it. */
function beside(pathname: string): 'editor' | 'run' | 'list' | undefined {
  if (/^\/runs\/[^/]+/.test(pathname)) return 'run';
  if (/^\/workflows\/[^/]+/.test(pathname)) return 'editor';
  // The buttons of an open task stand at the lower edge.
  return pathname.startsWith('/inbox') ? undefined : 'list';
}

/** The page that is open tells of the wait itself: the inbox of its task, the run of its wait. */
const isTold = (wait: Wait, pathname: string): boolean =>
  pathname === `/runs/${wait.run}` || (wait.task !== null && pathname.startsWith('/inbox'));

const pageOf = (wait: Wait) =>
  wait.task && wait.canAct ? `/inbox/${wait.task}` : `/runs/${wait.run}`;

export function NoticeStack() {
  useLiveLists();
  const waits = useWaits();
  const { pathname } = useLocation();
  const navigate = useNavigate();
  const onDesktop = useMe().data?.settings.desktop ?? false;
  const [seen, setSeen] = useRemembered<string[]>('notices.seen', []);
  const [shown, setShown] = useState<Wait[]>([]);

  useEffect(() => {
    const fresh = waits.filter((wait) => isNews(wait) && !seen.includes(wait.id));
    if (fresh.length === 0) return;
    setSeen([...fresh.map((wait) => wait.id), ...seen].slice(0, KEEP_SEEN));
    const untold = fresh.filter((wait) => !isTold(wait, pathname));
    setShown((before) => [...untold, ...before].slice(0, AT_MOST));
    if (!onDesktop) return;
    for (const wait of fresh.slice(0, AT_MOST))
      tellComputer(wait, () => void navigate(pageOf(wait)));
  }, [waits, seen, setSeen, pathname, onDesktop, navigate]);

  // Who has opened the task needs no card for it when he comes back.
  useEffect(() => {
    setShown((before) => {
      const left = before.filter((wait) => pathname !== `/inbox/${wait.task}`);
      return left.length === before.length ? before : left;
    });
  }, [pathname]);

  const close = useCallback(
    (id: string) => setShown((before) => before.filter((wait) => wait.id !== id)),
    [],
  );

  return (
    <div className={classes.stack} data-beside={beside(pathname)} aria-live="polite">
      {shown
        .filter((wait) => !isTold(wait, pathname))
        .map((wait) => (
          <Shown
            key={wait.id}
            wait={waits.find((one) => one.id === wait.id) ?? wait}
            open={waits.some((one) => one.id === wait.id)}
            close={close}
          />
        ))}
    </div>
  );
}

interface ShownProps {
  wait: Wait;
  open: boolean;
  close: (id: string) => void;
}

function Shown({ wait, open, close }: ShownProps) {
  const onClose = useCallback(() => close(wait.id), [close, wait.id]);
  return <NoticeCard wait={wait} open={open} onClose={onClose} />;
}
