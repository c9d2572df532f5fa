// Choosing the workflow that a step runs; a name that is not here stays as it is.
import { Anchor, Select } from '@mantine/core';
import { IconArrowUpRight } from '@tabler/icons-react';
import { useWorkflows } from '../../api/queries';
import { text } from '../../strings';
import { type FieldProps, textOf } from './types';

const t = text.editor.fields;

export function WorkflowField({ value, onChange, label, disabled }: FieldProps) {
  const workflows = useWorkflows();
  const chosen = textOf(value);
  const choices = (workflows.data ?? []).map(({ slug, name, latest_version: version }) => ({
    value: slug,
    label: version === null ? t.notPublished(name) : name,
  }));
  const isKnown = choices.some((choice) => choice.value === chosen);
  const strange = chosen !== '' && !isKnown;
  return (
    <div>
      <Select
        aria-label={label}
        data={strange ? [...choices, { value: chosen, label: chosen }] : choices}
        value={chosen || null}
        placeholder={workflows.isPending ? text.common.loading : t.choose}
        searchable
        nothingFoundMessage={t.noWorkflow}
        disabled={disabled}
        error={strange && workflows.data ? t.unknownWorkflow(chosen) : undefined}
        onChange={(next) => onChange(next ?? undefined)}
      />
      {isKnown && (
        <Anchor href={`/workflows/${chosen}`} target="_blank" rel="noreferrer" size="xs" mt={4}>
          {t.openWorkflow} <IconArrowUpRight size={12} />
        </Anchor>
      )}
    </div>
  );
}
