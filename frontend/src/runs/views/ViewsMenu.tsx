// The kept views of the run list: to go to one, keep the filter at hand under a name, or drop one.
import { ActionIcon, Button, Popover, TextInput, UnstyledButton } from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import { IconBookmarks, IconCheck, IconTrash } from '@tabler/icons-react';
import { type FormEvent, useState } from 'react';
import type { RunFilter } from '../../api/queries';
import { text } from '../../strings';
import { explain } from '../../ui/ErrorState';
import { notifySuccess } from '../../ui/notify';
import { inWords } from '../inWords';
import {
  changesOf,
  isShown,
  queryOf,
  useDropView,
  useSaveView,
  useViews,
  type View,
} from './useViews';
import classes from './views.module.css';

const t = text.runViews;

interface ViewsMenuProps {
  filter: RunFilter;
  set: (changes: Record<string, string | null>) => void;
}

export function ViewsMenu({ filter, set }: ViewsMenuProps) {
  const [isOpen, setOpen] = useState(false);
  const isNarrow = useMediaQuery('(max-width: 48em)');
  const views = useViews().data ?? [];
  const shown = views.find((view) => isShown(view, filter));
  const canKeep = !shown && queryOf(filter) !== '';
  const go = (view: View) => {
    set(changesOf(view));
    setOpen(false);
  };
  return (
    <Popover opened={isOpen} onChange={setOpen} position="bottom-end" width={300} trapFocus>
      <Popover.Target>
        <Button
          variant="default"
          px={isNarrow ? 8 : undefined}
          leftSection={isNarrow ? undefined : <IconBookmarks size={16} />}
          aria-label={shown?.name ?? t.button}
          onClick={() => setOpen(!isOpen)}
        >
          {isNarrow ? (
            <IconBookmarks size={16} />
          ) : (
            <span className={classes.shown}>{shown?.name ?? t.button}</span>
          )}
        </Button>
      </Popover.Target>
      <Popover.Dropdown p={8}>
        {views.length === 0 && !canKeep && <p className={classes.none}>{t.none}</p>}
        <ul className={classes.list} aria-label={t.button}>
          {views.map((view) => (
            <Item key={view.id} view={view} isShown={view === shown} onGo={() => go(view)} />
          ))}
        </ul>
        {canKeep && <Keep filter={filter} onKept={() => setOpen(false)} />}
      </Popover.Dropdown>
    </Popover>
  );
}

interface ItemProps {
  view: View;
  isShown: boolean;
  onGo: () => void;
}

function Item({ view, isShown: shown, onGo }: ItemProps) {
  const drop = useDropView();
  const filter = Object.fromEntries(new URLSearchParams(view.query)) as RunFilter;
  return (
    <li className={classes.item}>
      <UnstyledButton className={classes.go} onClick={onGo} aria-current={shown || undefined}>
        <b>{view.name}</b>
        <small>{inWords(filter)}</small>
      </UnstyledButton>
      {shown && <IconCheck size={14} />}
      <ActionIcon
        variant="subtle"
        color="gray"
        size={26}
        aria-label={t.drop(view.name)}
        onClick={() => drop.mutate(view.id)}
        loading={drop.isPending}
      >
        <IconTrash size={14} />
      </ActionIcon>
    </li>
  );
}

function Keep({ filter, onKept }: { filter: RunFilter; onKept: () => void }) {
  const [name, setName] = useState('');
  const save = useSaveView();
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const wanted = name.trim();
    if (wanted === '') return;
    save.mutate(
      { name: wanted, query: queryOf(filter) },
      {
        onSuccess: () => {
          notifySuccess(t.kept(wanted));
          onKept();
        },
      },
    );
  };
  return (
    <form className={classes.keep} onSubmit={submit}>
      <TextInput
        label={t.keep}
        description={inWords(filter)}
        placeholder={t.example}
        value={name}
        onChange={(event) => setName(event.currentTarget.value)}
        error={save.error ? explain(save.error).what : undefined}
        maxLength={80}
        data-autofocus
      />
      <Button type="submit" fullWidth loading={save.isPending} disabled={name.trim() === ''}>
        {t.keepVerb}
      </Button>
    </form>
  );
}
