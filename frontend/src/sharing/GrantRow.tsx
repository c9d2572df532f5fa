// One person or group in the dialog: who, the role, and the way out; the last owner stays.
import { ActionIcon, Avatar, Select } from '@mantine/core';
import { IconUsersGroup, IconX } from '@tabler/icons-react';
import { initials } from '../api/session';
import { text } from '../strings';
import { type Grant, isLastOwner, ROLES, type Role } from './access';
import classes from './sharing.module.css';

interface GrantRowProps {
  grant: Grant;
  grants: readonly Grant[];
  fixed: boolean;
  onChange: (grant: Grant) => void;
  onRemove: (grant: Grant) => void;
}

export function GrantRow({ grant, grants, fixed, onChange, onRemove }: GrantRowProps) {
  const t = text.sharing;
  const stays = fixed || isLastOwner(grants, grant);
  return (
    <li className={classes.row}>
      <Avatar size={32} radius="xl" aria-hidden>
        {grant.kind === 'group' ? <IconUsersGroup size={18} /> : initials(grant.label)}
      </Avatar>
      <span className={classes.who}>{grant.label}</span>
      <Select
        aria-label={t.roleOf(grant.label)}
        data={ROLES.map((value) => ({ value, label: t.roles[value] }))}
        value={grant.role}
        allowDeselect={false}
        disabled={stays}
        w={150}
        onChange={(role) => role && onChange({ ...grant, role: role as Role })}
      />
      <ActionIcon
        variant="subtle"
        color="gray"
        size={36}
        aria-label={t.remove(grant.label)}
        disabled={stays}
        onClick={() => onRemove(grant)}
      >
        <IconX size={16} />
      </ActionIcon>
    </li>
  );
}
