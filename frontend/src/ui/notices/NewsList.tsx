// What happened that concerns the reader, the newest first; a click opens it and marks it as read.
import { Button, Loader } from '@mantine/core';
import { IconBellOff } from '@tabler/icons-react';
import { Link } from 'react-router';
import { useNamesOrYou } from '../../api/people';
import type { Notice } from '../../api/types';
import { text } from '../../strings';
import { EmptyState } from '../EmptyState';
import { ErrorState } from '../ErrorState';
import { TimeAgo } from '../TimeAgo';
import { useNotices, useRead } from './bell';
import classes from './news.module.css';
import { placeOf, tell } from './telling';

interface EntryProps {
  notice: Notice;
  onOpen: (notice: Notice) => void;
}

function Entry({ notice, onOpen }: EntryProps) {
  const nameOf = useNamesOrYou(text.common.byYou);
  const { sentence, words, icon: Icon, tone } = tell(notice, nameOf);
  return (
    <li className={classes.entry} data-unread={!notice.read || undefined} data-notice={notice.id}>
      <Link className={classes.link} to={placeOf(notice)} onClick={() => onOpen(notice)}>
        <span className={classes.symbol} data-tone={tone}>
          <Icon size={16} stroke={1.8} />
        </span>
        <span className={classes.words}>
          <span className={classes.title}>{notice.title}</span>
          <span className={classes.sentence}>{sentence}</span>
          {words && <span className={classes.quote}>{words}</span>}
          <span className={classes.place}>
            {notice.path && <>{notice.path} · </>}
            <TimeAgo at={notice.at} />
          </span>
        </span>
        {!notice.read && <span className={classes.dot} role="img" aria-label={text.bell.unread} />}
      </Link>
    </li>
  );
}

export function NewsList({ onDone }: { onDone: () => void }) {
  const { data, error, refetch, hasNextPage, fetchNextPage, isFetchingNextPage } = useNotices();
  const read = useRead();
  const t = text.bell;
  if (error && !data)
    return <ErrorState error={error} title={t.notLoaded} onRetry={() => void refetch()} />;
  if (!data) return <Loader m="xl" size="sm" aria-label={text.common.loading} />;
  const notices = data.pages.flatMap((page) => page.results);
  if (notices.length === 0)
    return (
      <EmptyState icon={IconBellOff} title={t.none}>
        {t.noneBody}
      </EmptyState>
    );
  const open = (notice: Notice) => {
    if (!notice.read) read([notice.id]);
    onDone();
  };
  return (
    <>
      <ul className={classes.list}>
        {notices.map((notice) => (
          <Entry key={notice.id} notice={notice} onOpen={open} />
        ))}
      </ul>
      {hasNextPage && (
        <Button
          variant="subtle"
          color="gray"
          fullWidth
          mt={8}
          loading={isFetchingNextPage}
          onClick={() => void fetchNextPage()}
        >
          {t.more}
        </Button>
      )}
    </>
  );
}
