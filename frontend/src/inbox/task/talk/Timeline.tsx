// Comments and history as one line of time, newest first, and who follows the task.
import { IconClock } from '@tabler/icons-react';
import { useNames } from '../../../api/people';
import { initials } from '../../../api/session';
import type { Task } from '../../../api/types';
import { text } from '../../../strings';
import { listed } from '../../../strings/formats';
import { FileLink } from '../../../ui/files/FileLink';
import { TimeAgo } from '../../../ui/TimeAgo';
import { type HistoryLine, historyOf } from './history';
import { Said } from './Said';
import classes from './talk.module.css';

const t = text.task;

export function Timeline({ task, children }: { task: Task; children?: React.ReactNode }) {
  const nameOf = useNames();
  const lines = historyOf(task, nameOf);
  return (
    <section aria-label={t.talk.title} data-testid="timeline">
      <h2>{t.talk.title}</h2>
      {children}
      <ol className={classes.lines}>
        {lines.map((line) => (
          <Line key={line.key} line={line} nameOf={nameOf} />
        ))}
      </ol>
      {task.watchers.length > 0 && (
        <p className={classes.watchers}>{t.watchers(listed(task.watchers.map(nameOf)))}</p>
      )}
    </section>
  );
}

function Line({ line, nameOf }: { line: HistoryLine; nameOf: ReturnType<typeof useNames> }) {
  const { at, by, title, quote, mentions, files } = line;
  return (
    <li>
      <span className={classes.avatar} aria-hidden="true">
        {by ? initials(by) : <IconClock size={13} />}
      </span>
      <div className={classes.said}>
        {title}
        {quote && <Said words={quote} mentions={mentions} nameOf={nameOf} />}
        {files.map((file) => (
          <div key={file.id}>
            <FileLink file={file} />
          </div>
        ))}
      </div>
      <span className={classes.at}>
        <TimeAgo at={at} />
      </span>
    </li>
  );
}
