// Arranging that somebody stands in: who, from which day to which, for which workflows.
import { Button, MultiSelect, Select, TextInput } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { fieldErrors } from '../api/client';
import { usePeople } from '../api/people';
import { useWorkflows } from '../api/queries';
import { useMe } from '../api/session';
import { text } from '../strings';
import { notifyError } from '../ui/notify';
import { beginOf, endOf, today } from './days';
import classes from './settings.module.css';
import { useArrange } from './useSubstitutions';

const t = text.settings;

interface Absence {
  user: string;
  substitute: string | null;
  from: string;
  until: string;
  workflows: string[];
}

interface FieldsProps {
  absence: Absence;
  set: (changes: Partial<Absence>) => void;
  wrong: Record<string, string>;
}

/** Administrators arrange it for others as well, such as for who is ill already. */
function WhoFields({ absence, set, wrong }: FieldsProps) {
  const { data: me } = useMe();
  const people = (usePeople().data?.users ?? []).map(({ username, name }) => ({
    value: username,
    label: name,
  }));
  return (
    <>
      {me?.is_superuser && (
        <Select
          className={classes.wide}
          label={t.away}
          data={people}
          value={absence.user}
          onChange={(user) => set({ user: user ?? me.username })}
          error={wrong.user}
          searchable
          allowDeselect={false}
        />
      )}
      <Select
        className={classes.wide}
        label={t.substitute}
        placeholder={t.choosePerson}
        data={people.filter(({ value }) => value !== absence.user)}
        value={absence.substitute}
        onChange={(substitute) => set({ substitute })}
        error={wrong.substitute}
        searchable
      />
    </>
  );
}

function WhenFields({ absence, set, wrong }: FieldsProps) {
  const move = (from: string) => set(absence.until < from ? { from, until: from } : { from });
  return (
    <>
      <TextInput
        type="date"
        label={t.firstDay}
        value={absence.from}
        onChange={(event) => move(event.currentTarget.value)}
        error={wrong.starts_at}
      />
      <TextInput
        type="date"
        label={t.lastDay}
        value={absence.until}
        min={absence.from}
        onChange={(event) => set({ until: event.currentTarget.value })}
        error={wrong.ends_at}
      />
    </>
  );
}

function WhatField({ absence, set, wrong }: FieldsProps) {
  const flows = useWorkflows().data ?? [];
  return (
    <MultiSelect
      className={classes.wide}
      label={t.forWorkflows}
      placeholder={absence.workflows.length ? undefined : t.allWorkflows}
      data={flows.map(({ slug, name }) => ({ value: slug, label: name }))}
      value={absence.workflows}
      onChange={(workflows) => set({ workflows })}
      error={wrong.workflows}
      searchable
      clearable
    />
  );
}

export function AbsenceForm({ onDone }: { onDone: () => void }) {
  const { data: me } = useMe();
  const arrange = useArrange();
  const [absence, setAbsence] = useState<Absence>(() => ({
    user: me?.username ?? '',
    substitute: null,
    from: today(),
    until: today(),
    workflows: [],
  }));
  const { user, substitute, from, until, workflows } = absence;
  const isComplete = Boolean(substitute && from && until);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (!isComplete || substitute === null) return;
    const body = { user, substitute, starts_at: beginOf(from), ends_at: endOf(until), workflows };
    arrange.mutate(body, {
      onSuccess: onDone,
      onError: (error) => {
        if (Object.keys(fieldErrors(error)).length === 0) notifyError(t.notArranged, error);
      },
    });
  };
  const fields = {
    absence,
    set: (changes: Partial<Absence>) => setAbsence({ ...absence, ...changes }),
    wrong: fieldErrors(arrange.error),
  };
  return (
    <form className={classes.form} onSubmit={submit} noValidate data-testid="absence-form">
      <WhoFields {...fields} />
      <WhenFields {...fields} />
      <WhatField {...fields} />
      <div className={classes.buttons}>
        <Button variant="default" onClick={onDone}>
          {text.common.cancel}
        </Button>
        <Button type="submit" loading={arrange.isPending} disabled={!isComplete}>
          {t.arrange}
        </Button>
      </div>
    </form>
  );
}
