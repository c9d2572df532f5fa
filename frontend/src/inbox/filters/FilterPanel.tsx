// What the list of tasks can be narrowed by; every change is in the address at once.
import { Button, MultiSelect, Select, Switch, TextInput } from '@mantine/core';
import { useNavigate } from 'react-router';
import { TASK_FILTERS, type TaskFilterName } from '../../api/inbox';
import { usePeople } from '../../api/people';
import { useWorkflows } from '../../api/queries';
import { text } from '../../strings';
import { addressOf, changed, isNarrowed, readState, STATES, showsClosed } from '../boxes';
import classes from './filters.module.css';
import { dayOfMoment, momentOf } from './moments';

const t = text.triage.filters;

interface PanelProps {
  params: URLSearchParams;
}

interface FieldsProps extends PanelProps {
  set: (changes: Record<string, string | null>) => void;
}

export default function FilterPanel({ params }: PanelProps) {
  const navigate = useNavigate();
  const set = (changes: Record<string, string | null>) =>
    void navigate(addressOf(changed(params, changes)), { replace: true });
  const none = Object.fromEntries(TASK_FILTERS.map((name) => [name, null]));
  return (
    <div className={classes.panel} data-testid="filter-panel">
      <WhatFields params={params} set={set} />
      <WhoFields params={params} set={set} />
      <TimeFields params={params} set={set} kind="due" />
      <TimeFields params={params} set={set} kind="created" />
      {showsClosed(params) && <ClosedFields params={params} set={set} />}
      <div className={classes.foot}>
        {isNarrowed(params) && (
          <Button size="compact-sm" variant="subtle" color="gray" onClick={() => set(none)}>
            {text.common.clearFilters}
          </Button>
        )}
      </div>
    </div>
  );
}

interface OneProps extends FieldsProps {
  name: TaskFilterName;
  data: { value: string; label: string }[];
}

/** One of several; they open within the panel, which would close by a click beside it. */
function One({ name, data, params, set }: OneProps) {
  const value = params.get(name);
  // An address may hold what is not offered here.
  const known = !value || data.some((item) => item.value === value);
  return (
    <Select
      label={t.names[name]}
      placeholder={t.any}
      data={known ? data : [...data, { value, label: value }]}
      value={value}
      onChange={(next) => set({ [name]: next })}
      searchable={data.length > 7}
      clearable
      comboboxProps={{ withinPortal: false }}
    />
  );
}

const offered = (words: Record<string, string>) =>
  Object.entries(words).map(([value, label]) => ({ value, label }));

function WhatFields(props: FieldsProps) {
  const { params, set } = props;
  const workflows = useWorkflows().data ?? [];
  const priorities = params.get('priority')?.split(',').filter(Boolean) ?? [];
  return (
    <>
      <Select
        className={classes.wide}
        label={t.state}
        data={STATES.map((value) => ({ value, label: t.states[value] }))}
        value={readState(params)}
        onChange={(state) => set({ state })}
        allowDeselect={false}
        comboboxProps={{ withinPortal: false }}
      />
      <One
        {...props}
        name="workflow"
        data={workflows.map(({ slug, name }) => ({ value: slug, label: name }))}
      />
      <One {...props} name="kind" data={offered(t.kinds)} />
      <MultiSelect
        label={t.names.priority}
        placeholder={priorities.length > 0 ? undefined : t.any}
        data={offered(text.inbox.priorities)}
        value={priorities}
        onChange={(next) => set({ priority: next.join(',') })}
        comboboxProps={{ withinPortal: false }}
      />
      <One {...props} name="claimed" data={offered(t.claims)} />
    </>
  );
}

function WhoFields(props: FieldsProps) {
  const { users = [], groups = [] } = usePeople().data ?? {};
  const people = users.map(({ username, name }) => ({ value: username, label: name }));
  return (
    <>
      <One {...props} name="initiator" data={people} />
      <One {...props} name="assignee" data={people} />
      <One
        {...props}
        name="group"
        data={groups.map(({ name }) => ({ value: name, label: name }))}
      />
      <Flag {...props} name="overdue" />
      <Flag {...props} name="test" />
      <Flag {...props} name="nobody" />
    </>
  );
}

function ClosedFields(props: FieldsProps) {
  const people = (usePeople().data?.users ?? []).map(({ username, name }) => ({
    value: username,
    label: name,
  }));
  return (
    <>
      <One {...props} name="closed" data={offered(t.closings)} />
      <One {...props} name="decision" data={offered(t.decisions)} />
      <One {...props} name="decided_by" data={people} />
      <Flag {...props} name="late" />
      <TimeFields {...props} kind="decided" />
    </>
  );
}

function Flag({
  name,
  params,
  set,
}: FieldsProps & { name: 'overdue' | 'nobody' | 'late' | 'test' }) {
  return (
    <Switch
      className={name === 'nobody' ? classes.wide : classes.flag}
      label={t.flags[name]}
      checked={params.get(name) === 'true'}
      onChange={(event) => set({ [name]: event.currentTarget.checked ? 'true' : null })}
    />
  );
}

function TimeFields({ kind, params, set }: FieldsProps & { kind: 'due' | 'created' | 'decided' }) {
  return (
    <>
      {(['after', 'before'] as const).map((word) => {
        const name = `${kind}_${word}` as const;
        return (
          <TextInput
            key={name}
            type="date"
            label={t.names[name]}
            value={dayOfMoment(params.get(name), word)}
            onChange={(event) => set({ [name]: momentOf(event.currentTarget.value, word) })}
          />
        );
      })}
    </>
  );
}
