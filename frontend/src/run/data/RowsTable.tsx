// A list of objects as a table: a row an item, a column a field.
import { useState } from 'react';
import { text } from '../../strings';
import { inShort } from '../words';
import classes from './data.module.css';
import type { Columns } from './shape';

const PAGE = 50;

export function RowsTable({ names, rows }: Columns) {
  const [shown, setShown] = useState(PAGE);
  return (
    <>
      <table className={classes.rows}>
        <thead>
          <tr>
            {names.map((name) => (
              <th key={name} scope="col">
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.slice(0, shown).map((row, place) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: the items of a value have no other name
            <tr key={place}>
              {names.map((name) => (
                <td key={name} data-number={typeof row[name] === 'number' || undefined}>
                  {inShort(row[name], 80)}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
      {rows.length > shown && (
        <button type="button" className={classes.more} onClick={() => setShown(shown + PAGE)}>
          {text.run.data.more(rows.length - shown)}
        </button>
      )}
    </>
  );
}
