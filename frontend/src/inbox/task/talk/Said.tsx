// What somebody wrote, with the people it mentions by their names.
import type { NameOf } from '../../../api/people';
import classes from './talk.module.css';

interface SaidProps {
  words: string;
  mentions: readonly string[];
  nameOf: NameOf;
}

export function Said({ words, mentions, nameOf }: SaidProps) {
  // Every second part is a mention.
  const parts = words.split(/@([\w.+-]+)/).map((part, index) => ({ key: `${index}`, part }));
  return (
    <q className={classes.quote}>
      {parts.map(({ key, part }) => {
        if (Number(key) % 2 === 0) return part;
        const name = part.replace(/\.+$/, '');
        if (!mentions.includes(name)) return `@${part}`;
        return <b key={key}>{`@${nameOf(name)}${part.slice(name.length)}`}</b>;
      })}
    </q>
  );
}
