// The named sets of test data: take one, keep what is in hand under a name, delete one.
import { ActionIcon, Button, Select, TextInput, Tooltip } from '@mantine/core';
import { IconDeviceFloppy, IconTrash } from '@tabler/icons-react';
import { useState } from 'react';
import { useDeleteTestSet, useSaveTestSet, useTestSets } from '../../api/trying';
import { text } from '../../strings';
import { notifyError, notifySuccess } from '../../ui/notify';
import { useSession } from '../state/context';
import { useTestData, useTrying } from './testData';
import classes from './trying.module.css';

const t = text.trying.data;

export function SetPicker() {
  const { slug } = useSession();
  const trying = useTrying();
  const { set, inputs, pins } = useTestData();
  const sets = useTestSets(slug).data ?? [];
  const drop = useDeleteTestSet(slug);
  const take = (name: string | null) => {
    const found = sets.find((each) => each.name === name);
    if (found) trying.change({ set: found.name, inputs: found.inputs, pins: found.pins });
    else trying.change({ set: null, inputs: {}, pins: {} });
  };
  const remove = (name: string) =>
    drop.mutate(name, {
      onSuccess: () => trying.change({ set: null }),
      onError: (error) => notifyError(t.notDeleted, error),
    });
  return (
    <section>
      <div className={classes.row}>
        <Select
          className={classes.grow}
          label={t.set}
          placeholder={t.noSet}
          data={sets.map(({ name }) => name)}
          value={sets.some(({ name }) => name === set) ? set : null}
          clearable
          onChange={take}
        />
        {set && (
          <Tooltip label={t.deleteSet(set)}>
            <ActionIcon
              variant="default"
              size={34}
              aria-label={t.deleteSet(set)}
              onClick={() => remove(set)}
            >
              <IconTrash size={16} />
            </ActionIcon>
          </Tooltip>
        )}
      </div>
      <SaveAs key={set} name={set ?? ''} data={{ inputs, pins }} />
    </section>
  );
}

type Kept = Pick<ReturnType<typeof useTestData>, 'inputs' | 'pins'>;

function SaveAs({ name: first, data }: { name: string; data: Kept }) {
  const { slug } = useSession();
  const trying = useTrying();
  const save = useSaveTestSet(slug);
  const [written, setName] = useState(first);
  const name = written.trim();
  const send = () =>
    save.mutate(
      { name, ...data },
      {
        onSuccess: () => {
          trying.change({ set: name });
          notifySuccess(t.saved(name));
        },
        onError: (error) => notifyError(t.notSaved, error),
      },
    );
  return (
    <form
      className={classes.row}
      onSubmit={(event) => {
        event.preventDefault();
        send();
      }}
    >
      <TextInput
        className={classes.grow}
        aria-label={t.name}
        placeholder={t.namePlaceholder}
        value={written}
        maxLength={80}
        onChange={(event) => setName(event.currentTarget.value)}
      />
      <Button
        type="submit"
        variant="default"
        leftSection={<IconDeviceFloppy size={16} />}
        disabled={name === ''}
        loading={save.isPending}
      >
        {t.save}
      </Button>
    </form>
  );
}
