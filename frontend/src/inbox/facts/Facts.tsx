// The facts of a task as a definition list.
import type { Json } from '../../api/types';
import { FileLink } from '../../ui/files/FileLink';
import classes from './facts.module.css';
import { type Fact, type FactValue, factsOf, type KnownFiles } from './readFacts';

interface FactsProps {
  subject: Json | undefined;
  /** Files that the facts may name by their ids. */
  files?: KnownFiles;
  className?: string;
}

/** A card with the facts; nothing when there are none. */
export function Facts({ subject, files, className }: FactsProps) {
  const facts = factsOf(subject, files);
  if (facts.length === 0) return null;
  return (
    <div className={`${classes.card} ${className ?? ''}`} data-testid="facts">
      <FactList facts={facts} />
    </div>
  );
}

function FactList({ facts }: { facts: Fact[] }) {
  return (
    <dl className={classes.list}>
      {facts.map(({ key, label, value }) => (
        <div key={key} className={classes.fact} data-wide={isWide(value) || !label || undefined}>
          {label && <dt>{label}</dt>}
          <dd>
            <Value value={value} />
          </dd>
        </div>
      ))}
    </dl>
  );
}

const isWide = (value: FactValue) => value.kind === 'table' || value.kind === 'facts';

function Value({ value }: { value: FactValue }) {
  switch (value.kind) {
    case 'none':
      return <span className="f-faint">–</span>;
    case 'link':
      return (
        <a href={value.href} target="_blank" rel="noreferrer noopener">
          {value.text}
        </a>
      );
    case 'date':
      return <time dateTime={value.at}>{value.text}</time>;
    case 'long':
      return <p className={classes.long}>{value.text}</p>;
    case 'files':
      return value.files.map((file) => (
        <div key={file.id}>
          <FileLink file={file} />
        </div>
      ));
    case 'facts':
      return <FactList facts={value.facts} />;
    case 'table':
      return <Table columns={value.columns} rows={value.rows} />;
    default:
      return <span className="f-num">{value.text}</span>;
  }
}

function Table({ columns, rows }: { columns: string[]; rows: string[][] }) {
  return (
    <div className={classes.scroll}>
      <table className={classes.table}>
        <thead>
          <tr>
            {columns.map((column) => (
              <th key={column}>{column}</th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: rows have no identity and never move
            <tr key={index}>
              {row.map((cell, column) => (
                <td key={columns[column]}>{cell}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
