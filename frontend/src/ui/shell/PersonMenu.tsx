// The person at the foot of the rail: who is signed in, the colour scheme, the way out.
import { Avatar, type MantineColorScheme, Menu, UnstyledButton } from '@mantine/core';
import {
  IconBell,
  IconCheck,
  IconDeviceDesktop,
  IconDots,
  IconKey,
  IconLogout,
  IconMoon,
  IconSearch,
  IconSettings,
  IconShieldCog,
  IconSun,
  type TablerIcon,
} from '@tabler/icons-react';
import { Link } from 'react-router';
import { csrfToken } from '../../api/client';
import { initials, useMe } from '../../api/session';
import { text } from '../../strings';
import { openNotices } from '../notices/NoticesButton';
import classes from './shell.module.css';
import { useScheme } from './useScheme';
import { WorkspaceItems } from './WorkspaceItems';

const t = text.person;

const SCHEMES: { value: MantineColorScheme; label: string; icon: TablerIcon }[] = [
  { value: 'light', label: t.light, icon: IconSun },
  { value: 'dark', label: t.dark, icon: IconMoon },
  { value: 'auto', label: t.system, icon: IconDeviceDesktop },
];

/** Signing out changes the session, so it is a POST; a form takes the browser to where it leads. */
function signOut(): void {
  const form = document.createElement('form');
  form.method = 'post';
  form.action = '/sign-out/';
  const token = document.createElement('input');
  token.name = 'csrfmiddlewaretoken';
  token.value = csrfToken();
  token.type = 'hidden';
  form.append(token);
  document.body.append(form);
  form.submit();
}

function SchemeItems() {
  const [scheme, choose] = useScheme();
  return (
    <>
      <Menu.Label>{t.scheme}</Menu.Label>
      {SCHEMES.map(({ value, label, icon: Icon }) => (
        <Menu.Item
          key={value}
          role="menuitemradio"
          aria-checked={scheme === value}
          leftSection={<Icon size={16} stroke={1.8} />}
          rightSection={scheme === value ? <IconCheck size={14} /> : null}
          onClick={() => choose(value)}
          closeMenuOnClick={false}
        >
          {label}
        </Menu.Item>
      ))}
    </>
  );
}

interface PersonMenuProps {
  folded: boolean;
  phone?: boolean;
  onSearch?: () => void;
}

export function PersonMenu({ folded, phone, onSearch }: PersonMenuProps) {
  const { data: me } = useMe();
  const name = me?.name || me?.username || '';
  const style = phone ? classes.tab : classes.nav;
  return (
    <Menu position={phone ? 'top-end' : 'right-end'} width={220} withinPortal>
      <Menu.Target>
        <UnstyledButton className={style} title={folded && !phone ? name : undefined}>
          {phone ? (
            <IconDots size={20} stroke={1.8} />
          ) : (
            <Avatar size={24} radius="xl" className={classes.avatar} aria-hidden>
              {initials(name)}
            </Avatar>
          )}
          <span className={classes.word}>{phone ? t.more : name || t.menu}</span>
        </UnstyledButton>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>{me ? t.signedIn(name) : ''}</Menu.Label>
        {phone && (
          <>
            <Menu.Item leftSection={<IconSearch size={16} stroke={1.8} />} onClick={onSearch}>
              {text.nav.search}
            </Menu.Item>
            <Menu.Item leftSection={<IconBell size={16} stroke={1.8} />} onClick={openNotices}>
              {text.nav.notices}
            </Menu.Item>
          </>
        )}
        <Menu.Item
          component={Link}
          to="/settings"
          leftSection={<IconSettings size={16} stroke={1.8} />}
        >
          {t.settings}
        </Menu.Item>
        {me?.is_staff && (
          <Menu.Item
            component="a"
            href="/admin/"
            leftSection={<IconShieldCog size={16} stroke={1.8} />}
          >
            {t.admin}
          </Menu.Item>
        )}
        <Menu.Item component="a" href="/account/" leftSection={<IconKey size={16} stroke={1.8} />}>
          {t.password}
        </Menu.Item>
        <WorkspaceItems />
        <SchemeItems />
        <Menu.Divider />
        <Menu.Item leftSection={<IconLogout size={16} stroke={1.8} />} onClick={signOut}>
          {t.signOut}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
