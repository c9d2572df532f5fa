// The person's views: their names, their order, what they show, and deleting them.
import { ActionIcon, Menu, Modal, TextInput } from '@mantine/core';
import { IconArrowDown, IconArrowUp, IconDots } from '@tabler/icons-react';
import { useState } from 'react';
import { type SavedView, useChangeViews, useViews, type ViewChange } from '../../api/inbox';
import { text } from '../../strings';
import { notifyError, notifyInfo } from '../../ui/notify';
import classes from './views.module.css';

const t = text.triage.views;

interface ManageViewsProps {
  /** Of the list that is shown now. */
  query: string;
  onClose: () => void;
}

export default function ManageViews({ query, onClose }: ManageViewsProps) {
  const views = useViews().data ?? [];
  const { mutateAsync } = useChangeViews();
  const change = async (...changes: ViewChange[]) => {
    try {
      for (const one of changes) await mutateAsync(one);
      return true;
    } catch (error) {
      notifyError(t.notChanged, error);
      return false;
    }
  };
  const drop = async ({ id, name, query: kept }: SavedView) => {
    if (!(await change({ act: 'drop', id }))) return;
    notifyInfo(t.dropped(name), {
      label: t.undo,
      onClick: () => void change({ act: 'save', name, query: kept }),
    });
  };
  /** Places are given anew, so that views of one place end up in a certain order too. */
  const move = (from: number, to: number) => {
    const next = views.filter((_view, index) => index !== from);
    next.splice(to, 0, views[from] as SavedView);
    const moved = next
      .map((view, place) => ({ act: 'change' as const, id: view.id, place }))
      .filter(({ id, place }) => views.find((view) => view.id === id)?.place !== place);
    void change(...moved);
  };
  return (
    <Modal opened onClose={onClose} title={t.manageTitle} data-testid="manage-views">
      {views.length === 0 && <p className={classes.none}>{text.inbox.views.none}</p>}
      <ul className={classes.views}>
        {views.map((view, index) => (
          <ViewLine
            key={view.id}
            view={view}
            query={query}
            onChange={(one) => void change(one)}
            onDrop={() => void drop(view)}
            onUp={index > 0 ? () => move(index, index - 1) : undefined}
            onDown={index < views.length - 1 ? () => move(index, index + 1) : undefined}
          />
        ))}
      </ul>
    </Modal>
  );
}

interface ViewLineProps {
  view: SavedView;
  query: string;
  onChange: (change: ViewChange) => void;
  onDrop: () => void;
  onUp: (() => void) | undefined;
  onDown: (() => void) | undefined;
}

function ViewLine({ view, query, onChange, onDrop, onUp, onDown }: ViewLineProps) {
  const [name, setName] = useState(view.name);
  const rename = () => {
    const next = name.trim();
    if (next === '') setName(view.name);
    else if (next !== view.name) onChange({ act: 'change', id: view.id, name: next });
  };
  return (
    <li className={classes.view}>
      <TextInput
        className={classes.name}
        value={name}
        onChange={(event) => setName(event.currentTarget.value)}
        onBlur={rename}
        onKeyDown={(event) => event.key === 'Enter' && rename()}
        maxLength={80}
        aria-label={t.nameOf(view.name)}
      />
      <Step label={t.up(view.name)} onClick={onUp} icon={IconArrowUp} />
      <Step label={t.down(view.name)} onClick={onDown} icon={IconArrowDown} />
      <Menu position="bottom-end">
        <Menu.Target>
          <ActionIcon variant="subtle" color="gray" size="lg" aria-label={t.more(view.name)}>
            <IconDots size={16} />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item
            disabled={query === '' || query === view.query}
            onClick={() => onChange({ act: 'change', id: view.id, query })}
          >
            {t.useCurrent}
          </Menu.Item>
          <Menu.Item color="var(--f-red)" onClick={onDrop}>
            {t.drop}
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
    </li>
  );
}

interface StepProps {
  label: string;
  onClick: (() => void) | undefined;
  icon: typeof IconArrowUp;
}

function Step({ label, onClick, icon: Icon }: StepProps) {
  return (
    <ActionIcon
      variant="subtle"
      color="gray"
      size="lg"
      aria-label={label}
      disabled={!onClick}
      onClick={onClick}
    >
      <Icon size={16} />
    </ActionIcon>
  );
}
