// Who stands in while one is away, and for whom one stands in oneself.
import { Button } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { useState } from 'react';
import { useMe } from '../api/session';
import type { Substitution } from '../api/types';
import { text } from '../strings';
import { confirm } from '../ui/confirm';
import { ErrorState } from '../ui/ErrorState';
import { notifyError } from '../ui/notify';
import { AbsenceForm } from './AbsenceForm';
import { spanOf } from './days';
import { Section } from './Section';
import classes from './settings.module.css';
import { useEnd, useSubstitutions } from './useSubstitutions';

const t = text.settings;

function Entry({ one }: { one: Substitution }) {
  const { data: me } = useMe();
  const end = useEnd();
  const isMine = one.user === me?.username;
  const title = isMine
    ? t.standsIn(one.substitute_name)
    : t.standInFor(one.user_name, one.substitute === me?.username ? null : one.substitute_name);
  const ask = async () => {
    const wanted = await confirm({ title: t.endTitle, verb: t.endNow, children: t.endBody });
    if (wanted) end.mutate(one.id, { onError: (error) => notifyError(t.notEnded, error) });
  };
  return (
    <li>
      <div>
        <p>{title}</p>
        <p className="f-dim f-small">
          {spanOf(one.starts_at, one.ends_at)}
          {one.workflows.length > 0 && ` · ${one.workflows.join(', ')}`}
          {one.elsewhere > 0 && ` · ${t.elsewhere(one.elsewhere)}`}
        </p>
      </div>
      {one.mine && (
        <Button variant="default" size="xs" onClick={() => void ask()} loading={end.isPending}>
          {t.endNow}
        </Button>
      )}
    </li>
  );
}

export function AbsenceSection() {
  const substitutions = useSubstitutions();
  const [isOpen, setOpen] = useState(false);
  const found = substitutions.data ?? [];
  const add = !isOpen && (
    <Button
      variant="default"
      leftSection={<IconPlus size={16} stroke={1.8} />}
      onClick={() => setOpen(true)}
    >
      {t.addSubstitute}
    </Button>
  );
  return (
    <Section title={t.absence} about={t.absenceAbout} actions={add}>
      {isOpen && <AbsenceForm onDone={() => setOpen(false)} />}
      {substitutions.error && (
        <ErrorState error={substitutions.error} onRetry={() => void substitutions.refetch()} />
      )}
      {found.length > 0 && (
        <ul className={classes.people}>
          {found.map((one) => (
            <Entry key={one.id} one={one} />
          ))}
        </ul>
      )}
      {substitutions.isSuccess && found.length === 0 && !isOpen && (
        <p className={classes.nobody}>{t.nobodyStandsIn}</p>
      )}
    </Section>
  );
}
