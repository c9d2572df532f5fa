// What a box says when nothing is in it, and where to go from there.
import { Button } from '@mantine/core';
import { IconInbox, IconSearchOff } from '@tabler/icons-react';
import { Link } from 'react-router';
import { useTasks } from '../../api/queries';
import { useMe } from '../../api/session';
import { text } from '../../strings';
import { EmptyState } from '../../ui/EmptyState';
import { useNow } from '../../ui/TimeAgo';
import { addressOf, type Box, filterOf } from '../boxes';
import { dueWords } from './due';

const t = text.inbox.empty;

export function EmptyBox({ box, query }: { box: Box; query: string }) {
  if (query) {
    return (
      <EmptyState
        title={t.noMatch}
        icon={IconSearchOff}
        actions={
          <Button component={Link} to={addressOf(box)} variant="default">
            {text.common.clearFilters}
          </Button>
        }
      >
        {t.noMatchBody(query)}
      </EmptyState>
    );
  }
  return (
    <EmptyState
      title={t[box]}
      icon={IconInbox}
      actions={
        box !== 'done' && (
          <Button component={Link} to={addressOf('done')} variant="default">
            {t.seeDone}
          </Button>
        )
      }
    >
      {t[`${box}Body`]}
      {box === 'mine' && <NextInTeam />}
    </EmptyState>
  );
}

/** The nearest due date among the tasks of the team, for those who may see them. */
function NextInTeam() {
  const { data: me } = useMe();
  const next = useTasks(filterOf('team', '')).data?.find((task) => task.due_at);
  const now = useNow(60);
  if (!me || !next?.due_at) return null;
  return <> {t.nextInTeam(next.title, dueWords(next.due_at, next.created_at, now).words)}</>;
}
