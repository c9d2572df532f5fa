// What every node may be told beside its own settings, in plain words.
import { Select } from '@mantine/core';
import { useCell } from '../../canvas/cell';
import { setNode } from '../../graph/edits';
import type { GraphNode, Json } from '../../graph/types';
import { text } from '../../strings';
import { DurationField } from '../fields/DurationField';
import classes from '../fields/fields.module.css';
import { useSession } from '../state/context';

const t = text.editor.options;

interface ChoiceProps {
  label: string;
  hint: string;
  choices: { value: string; label: string }[];
  value: Json | undefined;
  onChange: (value: string | undefined) => void;
}

/** The first choice is the default, and is stored as nothing. */
function Choice({ label, hint, choices, value, onChange }: ChoiceProps) {
  const fallback = choices[0]?.value ?? '';
  return (
    <div className={classes.frame}>
      <Select
        label={label}
        data={choices}
        value={typeof value === 'string' ? value : fallback}
        allowDeselect={false}
        onChange={(next) => onChange(next === null || next === fallback ? undefined : next)}
      />
      <span className={classes.hint}>{hint}</span>
    </div>
  );
}

export function Options({ node }: { node: GraphNode }) {
  const session = useSession();
  const edges = useCell(session.graph).edges;
  const set = (name: string, value: Json | undefined) =>
    session.do(
      text.editor.steps.set(name),
      setNode(node, ['options', name], value),
      `option/${node.id}/${name}`,
    );
  const arriving = edges.filter((edge) => edge.target === node.id).length;
  const handled = edges.some((edge) => edge.source === node.id && edge.action === 'error');
  return (
    <>
      <Choice
        label={t.join}
        hint={t.joinHint(arriving)}
        choices={t.joins}
        value={node.options.join}
        onChange={(value) => set('join', value)}
      />
      <Choice
        label={t.onError}
        hint={handled ? t.onErrorHandled : t.onErrorHint}
        choices={t.onErrors}
        value={node.options.on_error}
        onChange={(value) => set('on_error', value)}
      />
      {/* biome-ignore lint/a11y/useSemanticElements: one label over two inputs */}
      <div className={classes.frame} role="group" onBlur={session.seal}>
        <span className={classes.label}>{t.timeout}</span>
        <DurationField
          name="timeout_seconds"
          schema={{}}
          root={{}}
          label={t.timeout}
          value={node.options.timeout_seconds}
          onChange={(value) => set('timeout_seconds', value)}
        />
        <span className={classes.hint}>{t.timeoutHint}</span>
      </div>
    </>
  );
}
