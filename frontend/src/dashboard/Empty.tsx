// What the dashboard shows before anything has run: a picture of it, and how to see a real one.
import { useState } from 'react';
import { text } from '../strings';
import { Board } from './Board';
import classes from './dashboard.module.css';
import { sample } from './sample';

const t = text.dashboard.empty;

export function Empty() {
  const [picture] = useState(() => sample(new Date()));
  return (
    <>
      <section className={`f-card ${classes.invitation}`}>
        <h2>{t.title}</h2>
        <p>{t.body}</p>
        <code>{t.command}</code>
      </section>
      <div className={classes.picture} aria-hidden="true" inert>
        <Board board={picture} />
      </div>
    </>
  );
}
