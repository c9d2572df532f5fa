// The keys of the inbox, by what they are for.
import { Modal } from '@mantine/core';
import { Link } from 'react-router';
import { useWantsSingleKeys } from '../../api/session';
import { text } from '../../strings';
import classes from './keys.module.css';

const t = text.inboxKeys;

type Line = [words: string, ...keys: string[]];

const GROUPS: [title: string, ...lines: Line[]][] = [
  [t.list, [t.next, 'J'], [t.previous, 'K'], [t.search, '/'], [t.back, t.escape]],
  [t.selecting, [t.select, 'X'], [t.range, t.shift, 'X'], [t.allApprove, 'A'], [t.allReject, 'R']],
  [
    t.task,
    [t.approve, 'A'],
    [t.reject, 'R'],
    [t.submit, t.ctrl, t.enter],
    [t.undo, 'U'],
    [t.comment, 'M'],
    [t.ask, 'Q'],
    [t.delegate, '@'],
    [t.claim, 'C'],
  ],
];

export default function KeysHelp({ onClose }: { onClose: () => void }) {
  const keysWork = useWantsSingleKeys();
  return (
    <Modal opened onClose={onClose} title={t.title} size="lg" data-testid="keys-help">
      {!keysWork && (
        <p className={classes.off}>
          {t.off} <Link to="/settings">{text.person.settings}</Link>
        </p>
      )}
      <div className={classes.groups}>
        {GROUPS.map(([title, ...lines]) => (
          <section key={title}>
            <h3>{title}</h3>
            <dl>
              {lines.map(([words, ...pressed]) => (
                <div key={words}>
                  <dt>{words}</dt>
                  <dd>
                    {pressed.map((key) => (
                      <kbd key={key} className="f-kbd">
                        {key}
                      </kbd>
                    ))}
                  </dd>
                </div>
              ))}
            </dl>
          </section>
        ))}
      </div>
      <p className={classes.off}>{t.hint}</p>
    </Modal>
  );
}
