// The workspaces one may enter; who belongs to one alone never hears of it.
import { Menu } from '@mantine/core';
import { IconBuilding, IconCheck } from '@tabler/icons-react';
import { request } from '../../api/client';
import { sendAll } from '../../api/place';
import { useMe } from '../../api/session';
import { text } from '../../strings';
import { notifyError } from '../notify';

/** Everything on the page belongs to the workspace before: it is loaded anew. */
async function enter(slug: string): Promise<void> {
  try {
    await sendAll();
    await request('/api/me/workspace/', { method: 'POST', body: { workspace: slug } });
    window.location.assign('/');
  } catch (error) {
    notifyError(text.person.notEntered, error);
  }
}

export function WorkspaceItems() {
  const found = useMe().data?.workspaces ?? [];
  if (found.length < 2) return null;
  return (
    <>
      <Menu.Label>{text.person.workspaces}</Menu.Label>
      {found.map(({ slug, name, current }) => (
        <Menu.Item
          key={slug}
          role="menuitemradio"
          aria-checked={current}
          leftSection={<IconBuilding size={16} stroke={1.8} />}
          rightSection={current ? <IconCheck size={14} /> : null}
          onClick={() => void (current || enter(slug))}
        >
          {name}
        </Menu.Item>
      ))}
    </>
  );
}
