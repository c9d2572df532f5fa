// The four numbers at the top, each with its trend and a word on what it means.
import { Children, isValidElement, type ReactNode } from 'react';
import { Link } from 'react-router';
import type { Dashboard, Figure } from '../api/dashboard';
import { text } from '../strings';
import type { Tone } from '../ui/states';
import { useNow } from '../ui/TimeAgo';
import { absoluteTime, duration, secondsBetween } from '../ui/time';
import classes from './dashboard.module.css';
import { NumberLink } from './Number';
import { Sparkline } from './Sparkline';
import { number, percent, stepName, within } from './words';

const t = text.dashboard;

interface CardProps {
  name: 'running' | 'people' | 'outside' | 'failed';
  tone: Tone;
  /** The colour of a number above zero. */
  colour: string;
  board: Dashboard;
  children: ReactNode;
}

function Card({ name, tone, colour, board, children }: CardProps) {
  const figure = board[name];
  return (
    <section className={`f-card ${classes.card}`} aria-label={t[name]} data-card={name}>
      <h2 className={classes.title}>{t[name]}</h2>
      <div className={classes.line}>
        <NumberLink of={figure} label={`${t[name]}: ${number(figure.count)}`}>
          <span className={classes.big} style={{ color: figure.count ? colour : undefined }}>
            {number(figure.count)}
          </span>
        </NumberLink>
        <Sparkline trend={figure.trend} what={t.trends[name]} tone={tone} board={board} />
      </div>
      <p className={classes.note}>{children}</p>
    </section>
  );
}

/** Parts of a note, one after another, with dots between; what is empty is left out. */
function Parts({ children }: { children: ReactNode }) {
  return Children.toArray(children).map((part, index) => (
    <span key={isValidElement(part) ? part.key : String(part)}>
      {index > 0 && <span aria-hidden="true"> · </span>}
      {part}
    </span>
  ));
}

const part = (of: Figure, words: (n: string) => string) => (
  <NumberLink of={of}>{words(number(of.count))}</NumberLink>
);

function Oldest({ oldest }: { oldest: NonNullable<Dashboard['people']['oldest']> }) {
  const age = duration(secondsBetween(oldest.at, useNow(10)));
  const words = <time title={absoluteTime(oldest.at)}>{t.oldest(age)}</time>;
  return oldest.to ? (
    <Link to={oldest.to} className={classes.number}>
      {words}
    </Link>
  ) : (
    words
  );
}

function People({ board }: { board: Dashboard }) {
  const { overdue, oldest, by_hand } = board.people;
  return (
    <Card name="people" tone="violet" colour="var(--f-violet)" board={board}>
      <Parts>
        {overdue.count > 0 ? part(overdue, t.overdue) : t.noneOverdue}
        {oldest && <Oldest oldest={oldest} />}
        {by_hand.count > 0 && part(by_hand, t.byHand)}
      </Parts>
    </Card>
  );
}

function Failed({ board }: { board: Dashboard }) {
  const { share, ended, worst, count } = board.failed;
  const ofEnded = share !== null && t.share(percent(share), number(ended.count));
  return (
    <Card name="failed" tone="red" colour="var(--f-red)" board={board}>
      <Parts>
        {ofEnded ? <NumberLink of={ended}>{ofEnded}</NumberLink> : t.noneEnded}
        {count > 0 && worst && part(worst, (n) => t.inOneNode(n, stepName(worst)))}
      </Parts>
    </Card>
  );
}

export function Cards({ board }: { board: Dashboard }) {
  return (
    <div className={classes.cards}>
      <Card name="running" tone="blue" colour="var(--f-text)" board={board}>
        {part(board.running.finished, (n) => t.finished(n, within(board)))}
      </Card>
      <People board={board} />
      <Card name="outside" tone="cyan" colour="var(--f-cyan)" board={board}>
        {part(board.outside.soon, t.soon)}
      </Card>
      <Failed board={board} />
    </div>
  );
}
