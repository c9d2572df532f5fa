// An option that is on or off.
import { Switch } from '@mantine/core';
import type { NodeOptions } from './useOptions';

interface ToggleProps {
  name: 'pause_before' | 'pause_after' | 'bypass';
  label: string;
  options: NodeOptions;
}

export function Toggle({ name, label, options }: ToggleProps) {
  return (
    <Switch
      size="sm"
      label={label}
      styles={{ label: { fontSize: 13 } }}
      checked={options.get(name) === true}
      error={options.problem(name)}
      onChange={(event) => options.set([name], event.currentTarget.checked || undefined)}
    />
  );
}
