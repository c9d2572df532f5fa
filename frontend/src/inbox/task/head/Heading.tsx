// The head of a task: where it comes from, the question, and in pills what is pressing about it.
import {
  IconArrowUpRight,
  IconClock,
  IconFlag,
  IconMessageQuestion,
  IconUser,
} from '@tabler/icons-react';
import { useNames, useNamesOrYou } from '../../../api/people';
import type { Me, Task } from '../../../api/types';
import { text } from '../../../strings';
import { listed } from '../../../strings/formats';
import { Pill, TestBadge } from '../../../ui/StatusPill';
import { TimeAgo, useNow } from '../../../ui/TimeAgo';
import { absoluteTime } from '../../../ui/time';
import { isOpen } from '../../boxes';
import { dueWords } from '../../list/due';
import { placeOf } from '../../list/place';
import { agreedBy, priorityWord } from '../state';
import classes from './head.module.css';
import { whoDecides } from './who';

const t = text.inbox;
const w = text.task;

interface HeadingProps {
  task: Task;
  /** "2 of 4". */
  place?: string;
  me: Me | undefined;
  keysWork: boolean;
}

export function Heading({ task, place, me, keysWork }: HeadingProps) {
  const nameOrYou = useNamesOrYou(text.common.byYou);
  return (
    <header>
      <div className={classes.crumb}>
        <span>{placeOf(task)}</span>
        {task.test && <TestBadge />}
        {task.initiator && <span>{t.askedBy(nameOrYou(task.initiator))}</span>}
        <TimeAgo at={task.created_at} />
        {place && (
          <span className={classes.place}>
            {place}
            {keysWork && (
              <>
                {' '}
                <kbd className="f-kbd">K</kbd> <kbd className="f-kbd">J</kbd>
              </>
            )}
          </span>
        )}
      </div>
      <h1>{task.title}</h1>
      {task.instructions && <p className={classes.instructions}>{task.instructions}</p>}
      {isOpen(task) && <Pills task={task} me={me} />}
    </header>
  );
}

function Pills({ task, me }: { task: Task; me: Me | undefined }) {
  const now = useNow(30);
  const nameOf = useNames();
  const due = task.due_at ? dueWords(task.due_at, task.created_at, now) : null;
  const tone = due && ({ calm: 'gray', soon: 'amber', overdue: 'red' } as const)[due.level];
  const { info_from: informant } = task;
  return (
    <div className={classes.pills}>
      {due && tone && (
        <Pill tone={tone} icon={IconClock} title={absoluteTime(task.due_at ?? '')}>
          {due.words}
        </Pill>
      )}
      {task.priority !== 0 && (
        <Pill
          tone={task.priority > 1 ? 'red' : task.priority > 0 ? 'amber' : 'gray'}
          icon={IconFlag}
        >
          {w.priorityPill(priorityWord(task.priority))}
        </Pill>
      )}
      {task.level > 0 && (
        <Pill tone="orange" icon={IconArrowUpRight}>
          {w.escalated(task.level)}
        </Pill>
      )}
      {task.quorum > 1 && (
        <Pill tone="violet" icon={IconUser}>
          {t.agreed(task.agreed, task.quorum, listed(agreedBy(task).map(nameOf)))}
        </Pill>
      )}
      {informant && (
        <Pill tone="violet" icon={IconMessageQuestion}>
          {informant === me?.username ? w.waitsForYou : w.waitsFor(nameOf(informant))}
        </Pill>
      )}
      <Pill tone="gray">{whoDecides(task, me, nameOf)}</Pill>
    </div>
  );
}
