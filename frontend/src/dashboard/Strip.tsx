// What is broken, in red above everything else; each with its list and, where it helps, a button.
import { Button } from '@mantine/core';
import { IconAlertTriangle } from '@tabler/icons-react';
import { Link } from 'react-router';
import { type Broken, useMend } from '../api/dashboard';
import { text } from '../strings';
import { notifyError, notifySuccess } from '../ui/notify';
import classes from './dashboard.module.css';
import { number } from './words';

const t = text.dashboard.strip;

type Known = keyof typeof t.messages;
const isKnown = (name: string): name is Known => Object.hasOwn(t.messages, name);

/** The sentence of the catalogue; that of the server for what a newer one has found. */
function sentences(item: Broken): { message: string; advice: string } {
  if (!isKnown(item.name)) return { message: item.message, advice: item.advice };
  // What has a button needs no advice.
  const advice: Partial<Record<keyof typeof t.messages, string>> = t.advice;
  return { message: t.messages[item.name](item.count), advice: advice[item.name] ?? '' };
}

function MendButton({ item, action }: { item: Broken; action: NonNullable<Broken['action']> }) {
  const mend = useMend();
  const press = () =>
    mend.mutate(item.name, {
      onSuccess: ({ mended, left }) => notifySuccess(t.done(mended, left)),
      onError: (error) => notifyError(t.failed, error),
    });
  return (
    <Button size="compact-sm" variant="default" loading={mend.isPending} onClick={press}>
      {t.actions[action]}
    </Button>
  );
}

function Row({ item }: { item: Broken }) {
  const { message, advice } = sentences(item);
  return (
    <li className={classes.broken} data-broken={item.name}>
      <IconAlertTriangle size={18} stroke={1.8} aria-hidden="true" />
      <span className={classes.sentence}>
        <strong>{message}</strong>
        {item.things.length > 0 && <code>{item.things.join(', ')}</code>}
        {advice && <span>{advice}</span>}
      </span>
      <span className={classes.deeds}>
        {item.action && <MendButton item={item} action={item.action} />}
        {item.to && item.count > 0 && (
          <Button component={Link} to={item.to} size="compact-sm" variant="default">
            {t.show(number(item.count))}
          </Button>
        )}
      </span>
    </li>
  );
}

export function Strip({ broken }: { broken: Broken[] }) {
  if (broken.length === 0) return null;
  return (
    <section className={`f-card ${classes.strip}`} aria-label={t.title}>
      <div role="alert">
        <ul>
          {broken.map((item) => (
            <Row key={item.name} item={item} />
          ))}
        </ul>
      </div>
    </section>
  );
}
