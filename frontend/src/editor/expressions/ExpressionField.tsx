// CEL source with completion, what is wrong with it, and what it would give.
import { Popover, Textarea } from '@mantine/core';
import { text } from '../../strings';
import { type FieldProps, textOf } from '../fields/types';
import classes from './expression.module.css';
import { PreviewLine } from './PreviewLine';
import { SuggestionList } from './SuggestionList';
import { type Completing, useCompletion } from './useCompletion';

const t = text.trying.expression;

export function ExpressionField(props: FieldProps) {
  const { value, onChange, label, disabled } = props;
  const source = textOf(value);
  const completing = useCompletion(source, (next) => onChange(next === '' ? undefined : next));
  return (
    <div className={classes.field}>
      <Suggesting completing={completing}>
        <Textarea
          {...completing.field}
          aria-label={label}
          value={source}
          placeholder={text.editor.fields.celExample}
          disabled={disabled}
          autosize
          minRows={1}
          maxRows={8}
          spellCheck={false}
          styles={{ input: { fontFamily: 'var(--f-mono)', fontSize: 12 } }}
        />
      </Suggesting>
      <PreviewLine source={source} />
    </div>
  );
}

interface SuggestingProps {
  completing: Pick<Completing, 'list' | 'active' | 'id' | 'take'>;
  children: React.ReactNode;
}

/** A field with the list of what may stand at its caret. */
export function Suggesting(props: SuggestingProps) {
  const { completing, children } = props;
  return (
    <Popover
      // The roles belong to the field or button inside, not to what holds it.
      withRoles={false}
      opened={completing.list.length > 0}
      position="bottom-start"
      width="target"
      offset={2}
      shadow="md"
      transitionProps={{ duration: 0 }}
      middlewares={{ flip: true, shift: true }}
    >
      <Popover.Target popupType="listbox">
        <div>{children}</div>
      </Popover.Target>
      <Popover.Dropdown p={4} miw={260}>
        <SuggestionList completing={completing} label={t.suggestions} />
      </Popover.Dropdown>
    </Popover>
  );
}
