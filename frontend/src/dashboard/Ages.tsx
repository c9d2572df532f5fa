// Open tasks by age as bars, each made of its workflows; every piece opens its list.
import { Link } from 'react-router';
import type { Dashboard } from '../api/dashboard';
import { text } from '../strings';
import classes from './dashboard.module.css';
import { NumberLink } from './Number';
import { number } from './words';

const t = text.dashboard.ages;
type Age = Dashboard['ages'][number];
type Pile = Age['workflows'][number];

/** So many workflows are told by name beside their bar. */
const NAMED = 2;
/** The longest bar in percent of its row: the rest is for the words, so that every bar keeps to one scale. */
const LONGEST = 56;

function pieces(age: Age): string {
  return age.workflows
    .slice(0, NAMED)
    .map((pile) => t.part(pile.workflow_name, number(pile.count)))
    .join(', ');
}

function Piece({ pile, place }: { pile: Pile; place: number }) {
  const words = t.part(pile.workflow_name, number(pile.count));
  return (
    <Link
      to={pile.to ?? ''}
      className={classes.piece}
      style={{ flexGrow: pile.count, opacity: Math.max(0.34, 1 - place * 0.16) }}
      title={words}
      aria-label={words}
    />
  );
}

function Row({ age, most }: { age: Age; most: number }) {
  return (
    <div className={classes.bar} data-age={age.age} data-empty={age.count === 0 || undefined}>
      <span className={classes.barName}>{t.words[age.age]}</span>
      <span className={classes.track}>
        {age.count > 0 && (
          <span className={classes.stack} style={{ flexBasis: `${(age.count / most) * LONGEST}%` }}>
            {age.workflows.map((pile, place) => (
              <Piece key={pile.workflow} pile={pile} place={place} />
            ))}
          </span>
        )}
        <span className={classes.barLabel}>
          <NumberLink of={age} label={`${t.words[age.age]}: ${number(age.count)}`}>
            {number(age.count)}
          </NumberLink>
          {age.count > 0 && <span className={classes.barMore}> · {pieces(age)}</span>}
        </span>
      </span>
    </div>
  );
}

/** The same numbers for whoever does not see the bars. */
function AgeTable({ ages }: { ages: Age[] }) {
  return (
    <div className="f-hidden">
      <table>
        <caption>{t.title}</caption>
        <thead>
          <tr>
            <th scope="col">{t.age}</th>
            <th scope="col">{t.count}</th>
            <th scope="col">{t.workflows}</th>
          </tr>
        </thead>
        <tbody>
          {ages.map((age) => (
            <tr key={age.age}>
              <th scope="row">{t.words[age.age]}</th>
              <td>{age.count}</td>
              <td>
                {age.workflows
                  .map((pile) => t.part(pile.workflow_name, `${pile.count}`))
                  .join(', ')}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

export function Ages({ ages }: { ages: Age[] }) {
  const most = Math.max(...ages.map((age) => age.count));
  return (
    <section className={`f-card ${classes.panel}`} aria-labelledby="ages">
      <header className={classes.head}>
        <h2 id="ages">{t.title}</h2>
        {most > 0 && <span className={classes.hint}>{t.hint}</span>}
      </header>
      {most > 0 ? (
        ages.map((age) => <Row key={age.age} age={age} most={most} />)
      ) : (
        <p className={classes.nothing}>{t.none}</p>
      )}
      {most > 0 && <AgeTable ages={ages} />}
    </section>
  );
}
