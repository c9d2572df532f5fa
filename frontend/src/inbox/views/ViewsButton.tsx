// The person's saved views: to go to one, to keep what is shown now, and to put them in order.
import { Menu, UnstyledButton } from '@mantine/core';
import { IconBookmark, IconCheck } from '@tabler/icons-react';
import { useState } from 'react';
import { useNavigate } from 'react-router';
import { useViews } from '../../api/inbox';
import { text } from '../../strings';
import { wordy } from '../../ui/shell/later';
import classes from '../inbox.module.css';
import { isSameList, queryOf } from './queries';

const t = text.inbox.views;
const SaveView = wordy(() => import('./SaveView'));
const ManageViews = wordy(() => import('./ManageViews'));

export function ViewsButton({ params }: { params: URLSearchParams }) {
  const navigate = useNavigate();
  const views = useViews().data ?? [];
  const [dialog, setDialog] = useState<'save' | 'manage' | null>(null);
  const current = views.find((view) => isSameList(view.query, params));
  const query = queryOf(params);
  const close = () => setDialog(null);
  return (
    <>
      <Menu position="bottom-end">
        <Menu.Target>
          <UnstyledButton
            className={classes.tool}
            data-on={current ? true : undefined}
            aria-label={current ? t.isAt(current.name) : t.button}
            data-testid="views"
          >
            <IconBookmark size={16} />
            <span className={classes.toolWord}>{current?.name ?? t.button}</span>
          </UnstyledButton>
        </Menu.Target>
        <Menu.Dropdown maw={300}>
          {views.length === 0 && <Menu.Label>{t.none}</Menu.Label>}
          {views.map((view) => (
            <Menu.Item
              key={view.id}
              onClick={() => void navigate(`/inbox?${view.query}`)}
              rightSection={view === current && <IconCheck size={14} />}
            >
              {view.name}
            </Menu.Item>
          ))}
          <Menu.Divider />
          <Menu.Item onClick={() => setDialog('save')} disabled={Boolean(current) || query === ''}>
            {t.save}
          </Menu.Item>
          <Menu.Item onClick={() => setDialog('manage')} disabled={views.length === 0}>
            {t.manage}
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
      {dialog === 'save' && <SaveView query={query} onClose={close} />}
      {dialog === 'manage' && <ManageViews query={query} onClose={close} />}
    </>
  );
}
