// A task as its decider reads it: question, facts, files, form, what was said, and the bar to decide.
import { useState } from 'react';
import { useMe, useWantsSingleKeys } from '../../api/session';
import type { Me, Task } from '../../api/types';
import { text } from '../../strings';
import { FileLink } from '../../ui/files/FileLink';
import { isOpen } from '../boxes';
import { Facts } from '../facts/Facts';
import { filesIn } from '../facts/readFacts';
import { useShortcuts } from '../shortcuts';
import { AskDialog } from './acts/AskDialog';
import { DelegateDialog } from './acts/DelegateDialog';
import { useActs } from './acts/useActs';
import { AnswerSection } from './answer/AnswerSection';
import { Given } from './answer/Given';
import { useDeciding } from './answer/useDeciding';
import { DecisionBar } from './bar/DecisionBar';
import { Heading } from './head/Heading';
import classes from './pane.module.css';
import { Timeline } from './talk/Timeline';
import { AskedOfYou, Write } from './talk/Write';

export interface TaskViewProps {
  task: Task;
  /** "2 of 4". */
  place?: string;
  isNarrow: boolean;
  /** It asks nothing of this person any more. */
  onDone: () => void;
}

export default function TaskView({ task, place, isNarrow, onDone }: TaskViewProps) {
  const { data: me } = useMe();
  const keysWork = useWantsSingleKeys();
  const deciding = useDeciding(task, me, onDone);
  const acts = useActs(task);
  const [isWriting, setWriting] = useState(false);
  const isAsked = isOpen(task) && task.info_from !== null && task.info_from === me?.username;
  useTaskKeys(task, deciding, acts, () => setWriting(true));
  return (
    <>
      <div className={classes.scroll}>
        <div className={classes.body}>
          <Heading task={task} place={place} me={me} keysWork={keysWork} />
          {isAsked && <AskedOfYou task={task} />}
          <Facts subject={task.subject} files={task.files} />
          <Files task={task} />
          <AnswerSection task={task} deciding={deciding} />
          {!isOpen(task) && <Given task={task} />}
          <Timeline task={task}>
            {task.can.comment && !isAsked && (
              <Write task={task} isOpen={isWriting} onOpen={setWriting} />
            )}
          </Timeline>
        </div>
      </div>
      <DecisionBar {...{ task, me, deciding, acts, isNarrow, keysWork }} />
      <Dialogs task={task} me={me} acts={acts} onDone={onDone} />
    </>
  );
}

type DialogsProps = {
  task: Task;
  me: Me | undefined;
  acts: ReturnType<typeof useActs>;
  onDone: () => void;
};

function Dialogs({ task, me, acts, onDone }: DialogsProps) {
  if (acts.dialog === 'ask') return <AskDialog task={task} me={me} onClose={acts.close} />;
  if (acts.dialog !== 'delegate') return null;
  return <DelegateDialog task={task} me={me} onClose={acts.close} onDone={onDone} />;
}

/** Files of the task and its run that neither the facts nor a comment show. */
function Files({ task }: { task: Task }) {
  const said = task.comments.flatMap((comment) => comment.files.map(({ id }) => id));
  const shown = new Set([...filesIn(task.subject, task.files), ...said]);
  const rest = task.files.filter(({ id }) => !shown.has(id));
  if (rest.length === 0) return null;
  return (
    <section aria-label={text.files.title} data-testid="task-files">
      <h2>{text.files.title}</h2>
      <ul className={classes.files}>
        {rest.map((file) => (
          <li key={file.id}>
            <FileLink file={file} />
          </li>
        ))}
      </ul>
    </section>
  );
}

function useTaskKeys(
  task: Task,
  deciding: ReturnType<typeof useDeciding>,
  acts: ReturnType<typeof useActs>,
  write: () => void,
): void {
  const { can } = task;
  const { may, answer } = deciding;
  useShortcuts((shortcut) => {
    if (shortcut === 'ask' && can.ask) acts.open('ask');
    if (shortcut === 'delegate' && can.delegate) acts.open('delegate');
    if (shortcut === 'claim') {
      if (can.claim) acts.claim();
      else if (can.release) acts.release();
    }
    if (shortcut === 'back') deciding.disarm();
    if (shortcut === 'comment') {
      if (may && answer.commentRef.current) answer.commentRef.current.focus();
      else if (can.comment) write();
    }
    if (!may) return;
    if (shortcut === 'approve' || shortcut === 'reject') deciding.arm(shortcut);
    if (shortcut === 'submit') deciding.submit();
  });
}
