// A button of one icon, its word in a tooltip: what the bars of canvas and replay are made of.
import { ActionIcon, Tooltip } from '@mantine/core';
import type { ComponentType } from 'react';

interface SmallButtonProps {
  label: string;
  icon: ComponentType<{ size?: number }>;
  disabled?: boolean;
  /** What it opens stands beside it: its word would lie over that. */
  quiet?: boolean;
  onClick: () => void;
}

export function SmallButton(props: SmallButtonProps) {
  const { label, icon: Icon, disabled = false, quiet = false, onClick } = props;
  return (
    <Tooltip label={label} disabled={quiet}>
      <ActionIcon
        variant="subtle"
        color="gray"
        size={28}
        aria-label={label}
        disabled={disabled}
        onClick={onClick}
      >
        <Icon size={16} />
      </ActionIcon>
    </Tooltip>
  );
}
