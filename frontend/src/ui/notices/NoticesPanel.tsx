// What the bell opens: what happened, and what waits at this moment.
import { Anchor, Button, SegmentedControl } from '@mantine/core';
import { IconCheck, IconChecks } from '@tabler/icons-react';
import { useState } from 'react';
import { Link } from 'react-router';
import { text } from '../../strings';
import { EmptyState } from '../EmptyState';
import { DueIn, TimeAgo } from '../TimeAgo';
import { useRead, useUnread } from './bell';
import { NewsList } from './NewsList';
import { heading, WaitActions } from './NoticeCard';
import news from './news.module.css';
import classes from './notices.module.css';
import { useWaits } from './useWaits';
import type { Wait } from './waits';

interface PanelProps {
  onDone: () => void;
}

function Entry({ wait, onDone }: PanelProps & { wait: Wait }) {
  return (
    <li className={classes.entry}>
      <div className={classes.head}>
        <h3>{wait.title}</h3>
        {wait.dueAt ? (
          <DueIn at={wait.dueAt} createdAt={wait.openedAt} />
        ) : (
          <span className="f-faint">
            <TimeAgo at={wait.openedAt} />
          </span>
        )}
      </div>
      <p>
        {wait.workflow} · {heading(wait)}
      </p>
      <WaitActions wait={wait} onDone={onDone} />
    </li>
  );
}

function WaitList({ waits, onDone }: PanelProps & { waits: Wait[] }) {
  const t = text.notices;
  if (waits.length === 0)
    return (
      <EmptyState icon={IconCheck} title={t.none}>
        {t.noneBody}
      </EmptyState>
    );
  return (
    <ul className={classes.list}>
      {waits.map((wait) => (
        <Entry key={wait.id} wait={wait} onDone={onDone} />
      ))}
    </ul>
  );
}

function ReadAll() {
  const read = useRead();
  return (
    <Button
      variant="subtle"
      color="gray"
      size="compact-sm"
      leftSection={<IconChecks size={14} />}
      onClick={() => read()}
      disabled={useUnread() === 0}
    >
      {text.bell.readAll}
    </Button>
  );
}

export default function NoticesPanel({ onDone }: PanelProps) {
  const waits = useWaits();
  const [shown, setShown] = useState('news');
  const t = text.bell;
  return (
    <>
      <SegmentedControl
        fullWidth
        mb={12}
        aria-label={text.nav.notices}
        data={[
          { value: 'news', label: t.news },
          { value: 'waits', label: waits.length ? `${t.waiting} · ${waits.length}` : t.waiting },
        ]}
        value={shown}
        onChange={setShown}
      />
      {shown === 'waits' ? (
        <WaitList waits={waits} onDone={onDone} />
      ) : (
        <>
          <div className={news.bar}>
            <ReadAll />
            <Anchor component={Link} to="/settings" onClick={onDone} c="dimmed" size="sm">
              {t.settings}
            </Anchor>
          </div>
          <NewsList onDone={onDone} />
        </>
      )}
    </>
  );
}
