// What a box says when nothing is in it, and where to go from there.
import { Button } from '@mantine/core';
import { IconInbox, IconSearchOff } from '@tabler/icons-react';
import { Link } from 'react-router';
import { useTaskList } from '../../api/inbox';
import { useMe } from '../../api/session';
import { text } from '../../strings';
import { EmptyState } from '../../ui/EmptyState';
import { useNow } from '../../ui/TimeAgo';
import { boxAddress, filterOf, isNarrowed, isOpen, readBox } from '../boxes';
import { dueWords } from './due';

const t = text.inbox.empty;

export function EmptyBox({ params }: { params: URLSearchParams }) {
  const box = readBox(params);
  if (isNarrowed(params)) {
    const query = params.get('q');
    return (
      <EmptyState
        title={t.noMatch}
        icon={IconSearchOff}
        actions={
          <Button component={Link} to={boxAddress(box)} variant="default">
            {text.common.clearFilters}
          </Button>
        }
      >
        {query ? t.noMatchBody(query) : t.noneFits}
      </EmptyState>
    );
  }
  return (
    <EmptyState
      title={t[box]}
      icon={IconInbox}
      actions={
        box !== 'done' && (
          <Button component={Link} to={boxAddress('done')} variant="default">
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

const TEAM = filterOf(new URLSearchParams('box=team&state=open'));

/** The nearest due date among the tasks of the team, for those who may see them. */
function NextInTeam() {
  const { data: me } = useMe();
  const next = useTaskList(TEAM).data?.find((task) => task.due_at && isOpen(task));
  const now = useNow(60);
  if (!me || !next?.due_at) return null;
  return <> {t.nextInTeam(next.title, dueWords(next.due_at, next.created_at, now).words)}</>;
}
