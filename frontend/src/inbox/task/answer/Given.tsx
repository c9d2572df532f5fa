// What was answered, once it is: the data as facts, and what was changed in the proposal.
import type { Json, JsonObject, Task, TaskChange } from '../../../api/types';
import { answerWords, optionsOf } from '../../../run/resume/question';
import { humanise, isObject, objectOf, textOf } from '../../../run/words';
import { text } from '../../../strings';
import { Facts } from '../../facts/Facts';
import { inWords } from '../../facts/readFacts';
import classes from './answer.module.css';

const t = text.task;

/** The titles of a form's fields instead of their names. */
function titled(data: Json, schema: Task['schema']): Json {
  if (!isObject(data)) return data;
  const fields = objectOf(schema?.properties);
  return Object.fromEntries(
    Object.entries(data).map(([key, value]) => [titleOf(fields, key), value]),
  );
}

const titleOf = (fields: JsonObject, key: string): string =>
  textOf(objectOf(fields[key]).title) || key;

/** "Amount", or "Traveller › Name" of a field in a field. */
function nameOf(path: string, schema: Task['schema']): string {
  let fields = objectOf(schema?.properties);
  const words = path.split('.').map((key) => {
    const word = textOf(objectOf(fields[key]).title) || humanise(key);
    fields = objectOf(objectOf(fields[key]).properties);
    return word;
  });
  return words.join(' › ');
}

export function Given({ task }: { task: Task }) {
  const { data, changes, schema } = task;
  const reply = isObject(data) && 'answer' in data ? answerWords(data.answer, optionsOf(task)) : '';
  const shown = reply || titled(data, schema);
  const isEmpty = isObject(shown) ? Object.keys(shown).length === 0 : !shown;
  if (isEmpty && !changes?.length) return null;
  return (
    <section className={classes.given} aria-label={t.given} data-testid="given">
      <h2>{t.given}</h2>
      {!isEmpty && <Facts subject={shown} files={task.files} />}
      {changes && changes.length > 0 && <Changes changes={changes} task={task} />}
    </section>
  );
}

function Changes({ changes, task }: { changes: TaskChange[]; task: Task }) {
  return (
    <ul className={classes.changes} aria-label={t.changes} data-testid="changes">
      <li>
        <h3>{t.changes}</h3>
      </li>
      {changes.map(({ path, before, after }) => {
        const key = path.split('.').at(-1) ?? path;
        return (
          <li key={path}>
            {nameOf(path, task.schema)}: <del>{inWords(before, key, task.proposal)}</del> →{' '}
            <ins>{inWords(after, key, task.data)}</ins>
          </li>
        );
      })}
    </ul>
  );
}
