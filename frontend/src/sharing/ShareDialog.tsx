// Who has access to a workflow: people and groups with their roles, and whether anybody else sees it.
import { Button, Modal, Select, Skeleton, Switch } from '@mantine/core';
import { useState } from 'react';
import { usePeople } from '../api/people';
import { text } from '../strings';
import { ErrorState } from '../ui/ErrorState';
import { notifyError, notifySuccess } from '../ui/notify';
import { type Access, type Grant, grantOf, useAccess, useShare, wordOf } from './access';
import { GrantRow } from './GrantRow';
import classes from './sharing.module.css';

interface ShareDialogProps {
  slug: string;
  opened: boolean;
  onClose: () => void;
}

export function ShareDialog({ slug, opened, onClose }: ShareDialogProps) {
  const t = text.sharing;
  return (
    <Modal opened={opened} onClose={onClose} title={t.title} size={560}>
      <Asked slug={slug} onClose={onClose} />
    </Modal>
  );
}

/** What the server said when the dialog was opened: later answers leave alone what is being written. */
function Asked({ slug, onClose }: Pick<ShareDialogProps, 'slug' | 'onClose'>) {
  const { data, error, isFetching, refetch } = useAccess(slug);
  if (data) return <Sharing {...{ slug, access: data, onClose }} />;
  if (error && !isFetching) {
    const { notLoaded } = text.sharing;
    return <ErrorState error={error} title={notLoaded} onRetry={() => void refetch()} />;
  }
  return <Skeleton height={220} radius={12} />;
}

interface SharingProps {
  slug: string;
  access: Access;
  onClose: () => void;
}

function Sharing({ slug, access, onClose }: SharingProps) {
  const t = text.sharing;
  const share = useShare(slug);
  const [grants, setGrants] = useState<Grant[]>(access.grants);
  const [restricted, setRestricted] = useState(access.restricted);
  const fixed = !access.can_share;
  const change = (changed: Grant) =>
    setGrants(grants.map((grant) => (wordOf(grant) === wordOf(changed) ? changed : grant)));
  const remove = (gone: Grant) =>
    setGrants(grants.filter((grant) => wordOf(grant) !== wordOf(gone)));
  const save = () =>
    share.mutate(
      { restricted, grants },
      {
        onSuccess: () => {
          notifySuccess(t.saved);
          onClose();
        },
        onError: (error) => notifyError(t.notSaved, error),
      },
    );
  return (
    <>
      <p className={classes.about}>{fixed ? t.onlyOwners : t.about}</p>
      {!fixed && <AddSomebody grants={grants} onAdd={(grant) => setGrants([...grants, grant])} />}
      <ul className={classes.rows} aria-label={t.who}>
        {grants.map((grant) => (
          <GrantRow
            key={wordOf(grant)}
            {...{ grant, grants, fixed }}
            onChange={change}
            onRemove={remove}
          />
        ))}
        {grants.length === 0 && <li className={classes.row}>{t.nobody}</li>}
      </ul>
      <Switch
        label={t.restricted}
        description={restricted ? t.restrictedOn : t.restrictedOff}
        checked={restricted}
        disabled={fixed}
        onChange={(event) => setRestricted(event.currentTarget.checked)}
      />
      <div className={classes.foot}>
        <Button variant="default" onClick={onClose}>
          {fixed ? text.common.close : text.common.cancel}
        </Button>
        {!fixed && (
          <Button onClick={save} loading={share.isPending}>
            {t.save}
          </Button>
        )}
      </div>
    </>
  );
}

interface AddSomebodyProps {
  grants: readonly Grant[];
  onAdd: (grant: Grant) => void;
}

/** People and groups of the workspace who have no role yet; picking one makes them a viewer. */
function AddSomebody({ grants, onAdd }: AddSomebodyProps) {
  const t = text.sharing;
  const { data } = usePeople();
  const taken = new Set(grants.map(wordOf));
  const users = (data?.users ?? []).map(({ username, name }) => ({
    value: `user:${username}`,
    label: name === username ? name : `${name} (${username})`,
  }));
  const groups = (data?.groups ?? []).map(({ name, count }) => ({
    value: `group:${name}`,
    label: t.groupOf(name, count),
  }));
  const free = (items: { value: string; label: string }[]) =>
    items.filter(({ value }) => !taken.has(value));
  const add = (word: string | null) => {
    const label = [...users, ...groups].find(({ value }) => value === word)?.label;
    if (word && label) onAdd(grantOf(word, label, 'viewer'));
  };
  return (
    <Select
      label={t.add}
      placeholder={t.addWhom}
      data={[
        { group: t.people, items: free(users) },
        { group: t.groups, items: free(groups) },
      ]}
      value={null}
      searchable
      clearable={false}
      nothingFoundMessage={text.search.nothing}
      onChange={add}
    />
  );
}
