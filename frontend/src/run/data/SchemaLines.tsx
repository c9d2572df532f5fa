// The fields of a value with their types, deeper ones further in.
import type { Json } from '../../api/types';
import { text } from '../../strings';
import { listed } from '../../strings/formats';
import classes from './data.module.css';
import { linesOf, type SchemaLine, schemaOf } from './shape';

const t = text.run.data;

export function SchemaLines({ value }: { value: Json }) {
  const schema = schemaOf(value);
  const lines = linesOf(schema);
  const whole = typesIn([schema.type as string | string[]].flat());
  if (lines.length === 0) return <span className={classes.type}>{whole}</span>;
  return (
    <dl className={classes.schema}>
      {lines.map((line) => (
        <Line key={line.path} line={line} />
      ))}
    </dl>
  );
}

const typesIn = (types: string[]) => listed(types.map((type) => t.types[type] ?? type));

function Line({ line }: { line: SchemaLine }) {
  const words = [
    line.format ? (t.formats[line.format] ?? line.format) : typesIn(line.types),
    line.isOptional && t.optional,
  ];
  return (
    <div className={classes.entry}>
      <dt style={{ paddingLeft: line.depth * 14 }}>{line.name}</dt>
      <dd className={classes.type}>{words.filter(Boolean).join(', ')}</dd>
    </div>
  );
}
