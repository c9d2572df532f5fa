// What the shown run tells, line by line: what its steps wrote into the log, and its events as sentences.
import { memo } from 'react';
import { type NameOf, useNames } from '../../api/people';
import type { EventRecord } from '../../api/types';
import { useRunLog } from '../../live/useRunStore';
import { narrate } from '../../run/narrate';
import { isObject, type TitleOf, textOf } from '../../run/words';
import { text } from '../../strings';
import { clockTimeSeconds } from '../../ui/time';
import { useSession, useShownRun } from '../state/context';
import type { EditorSession } from '../state/session';
import classes from './bottom.module.css';

const t = text.bottom;
/** More of a long run is on its own page. */
const MOST = 200;

interface Line {
  key: string;
  at: string;
  node: string | null;
  level: string;
  message: string;
}

/** What steps have written, the newest first. */
export function linesOf(events: readonly EventRecord[]): Line[] {
  const lines = events.flatMap(({ seq, at, node_id: node, payload }) => {
    const logs = Array.isArray(payload.logs) ? payload.logs.filter(isObject) : [];
    return logs.map(({ level, message }, index) => ({
      key: `${seq}/${index}`,
      at,
      node,
      level: textOf(level),
      message: textOf(message),
    }));
  });
  return lines.reverse().slice(0, MOST);
}

const titleIn =
  (session: EditorSession): TitleOf =>
  (id) => {
    const node = session.node(id ?? undefined);
    return node?.title || session.types.get(node?.type ?? '')?.title || id || '';
  };

function Empty({ words }: { words: string }) {
  return <p className={classes.none}>{words}</p>;
}

export function LogTab() {
  const session = useSession();
  const { store } = useShownRun();
  const lines = linesOf(useRunLog(store));
  if (!store) return <Empty words={t.noRun} />;
  if (lines.length === 0) return <Empty words={t.noLog} />;
  return (
    <ol className={classes.lines}>
      {lines.map(({ key, at, node, level, message }) => (
        <li key={key} data-level={level}>
          <time dateTime={at}>{clockTimeSeconds(at)}</time>
          <Step session={session} node={node} />
          <span>
            {level !== 'info' && <b>{t.levels[level] ?? level}: </b>}
            {message}
          </span>
        </li>
      ))}
    </ol>
  );
}

export function EventsTab() {
  const session = useSession();
  const nameOf = useNames();
  const { store } = useShownRun();
  const events = useRunLog(store).slice(-MOST).reverse();
  if (!store) return <Empty words={t.noRun} />;
  if (events.length === 0) return <Empty words={t.noEvents} />;
  return (
    <ol className={classes.lines}>
      {events.map((event) => (
        <Told key={event.seq} event={event} session={session} nameOf={nameOf} />
      ))}
    </ol>
  );
}

interface ToldProps {
  event: EventRecord;
  session: EditorSession;
  nameOf: NameOf;
}

const Told = memo(function Told({ event, session, nameOf }: ToldProps) {
  const { title, detail } = narrate(event, titleIn(session), nameOf);
  return (
    <li>
      <time dateTime={event.at}>{clockTimeSeconds(event.at)}</time>
      <Step session={session} node={event.node_id} />
      <span>
        {title}
        {detail && <i> · {detail}</i>}
      </span>
    </li>
  );
});

/** The step that a line is about; a click selects and shows it. */
function Step({ session, node }: { session: EditorSession; node: string | null }) {
  if (node === null || !session.node(node)) return <span />;
  return (
    <button
      type="button"
      onClick={() => {
        session.select([node]);
        session.view?.reveal([node]);
      }}
    >
      {titleIn(session)(node)}
    </button>
  );
}
