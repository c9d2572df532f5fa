// A button of one icon, its word in a tooltip: what the bars of canvas and replay are made of.
import { ActionIcon, Tooltip } from '@mantine/core';
import type { ComponentType } from 'react';

interface SmallButtonProps {
  label: string;
  icon: ComponentType<{ size?: number }>;
  disabled?: boolean;
  onClick: () => void;
}

export function SmallButton({ label, icon: Icon, disabled = false, onClick }: SmallButtonProps) {
  return (
    <Tooltip label={label}>
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
