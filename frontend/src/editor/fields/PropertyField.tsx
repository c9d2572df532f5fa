// One property of a node: label, the switch between value and expression, the field, hint and problem.
import { IconArrowRight } from '@tabler/icons-react';
import { type ReactNode, useId } from 'react';
import { inTitleCase } from '../../graph/catalogue';
import { withoutNull } from '../../graph/schema';
import { isExpression } from '../../graph/types';
import { text } from '../../strings';
import { ExpressionField } from '../expressions/ExpressionField';
import { AnyField } from './AnyField';
import classes from './fields.module.css';
import { asExpression, asValue, type FieldKind, fieldKind } from './kind';
import { ToldProblem } from './told';
import type { FieldProps } from './types';

const t = text.editor.fields;

interface PropertyFieldProps extends Omit<FieldProps, 'label'> {
  required: boolean;
  problem?: string | undefined;
  /** The node whose output feeds this property by a line. */
  fedBy?: string | undefined;
  onLeave: () => void;
  /** Stands under the field. */
  more?: ReactNode;
}

function modeWord(kind: FieldKind): string {
  if (kind === 'json') return t.modeJson;
  return kind === 'schema' ? t.modeForm : t.modeValue;
}

export function PropertyField(props: PropertyFieldProps) {
  const { name, schema, root, value, onChange, required, problem, fedBy, onLeave, more } = props;
  const plain = withoutNull(schema, root);
  const label = typeof plain.title === 'string' ? plain.title : inTitleCase(name);
  const kind = fieldKind(name, schema, root);
  const id = useId();
  const inner = { ...props, schema: plain, label };
  const computed = isExpression(value);
  // A switch carries its label itself, in one line with the mode.
  const inline = kind === 'boolean' && !computed && !fedBy;
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset cannot be a flex column in every browser
    <div
      className={classes.frame}
      role="group"
      aria-labelledby={inline ? undefined : id}
      aria-label={inline ? label : undefined}
      data-testid={`field-${name}`}
      onBlur={onLeave}
    >
      <div className={classes.label}>
        {inline ? (
          <FieldBody inner={inner} fedBy={fedBy} />
        ) : (
          <span id={id}>
            {label} {required && <i title={t.required}>*</i>}
          </span>
        )}
        {kind !== 'cel' && !fedBy && (
          <ModeSwitch
            label={label}
            computed={computed}
            value={modeWord(kind)}
            onValue={() => onChange(asValue(computed ? value.$expr : ''))}
            onExpression={() => onChange({ $expr: asExpression(value) })}
          />
        )}
      </div>
      {!inline && (
        <ToldProblem.Provider value={problem}>
          <FieldBody inner={inner} fedBy={fedBy} />
        </ToldProblem.Provider>
      )}
      {!fedBy && more}
      <Hint problem={problem} words={plain.description} />
    </div>
  );
}

function Hint({ problem, words }: { problem: string | undefined; words: unknown }) {
  if (problem) {
    return (
      <span className={classes.error} role="alert">
        {problem}
      </span>
    );
  }
  return typeof words === 'string' && <span className={classes.hint}>{words}</span>;
}

function FieldBody({ inner, fedBy }: { inner: FieldProps; fedBy: string | undefined }) {
  const { value, onChange } = inner;
  if (fedBy) {
    return (
      <div className={classes.fed}>
        <IconArrowRight size={14} /> {t.fedBy(fedBy)}
      </div>
    );
  }
  if (!isExpression(value)) return <AnyField {...inner} />;
  return (
    <ExpressionField
      {...inner}
      value={value.$expr}
      onChange={(source) => onChange({ $expr: typeof source === 'string' ? source : '' })}
    />
  );
}

interface ModeSwitchProps {
  label: string;
  computed: boolean;
  value: string;
  onValue: () => void;
  onExpression: () => void;
}

function ModeSwitch({ label, computed, value, onValue, onExpression }: ModeSwitchProps) {
  return (
    // biome-ignore lint/a11y/useSemanticElements: two buttons in a line of text
    <span className={classes.seg} role="group" aria-label={t.modeOf(label)}>
      <button type="button" aria-pressed={!computed} onClick={() => computed && onValue()}>
        {value}
      </button>
      <button
        type="button"
        aria-pressed={computed}
        aria-label={t.modeExpression}
        title={t.modeExpression}
        onClick={() => computed || onExpression()}
      >
        ƒx
      </button>
    </span>
  );
}
