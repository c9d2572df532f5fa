// One property of a node: label, the switch between value and expression, the field, hint and problem.
import { IconArrowRight } from '@tabler/icons-react';
import { useId } from 'react';
import { inTitleCase } from '../../graph/catalogue';
import { withoutNull } from '../../graph/schema';
import { isExpression } from '../../graph/types';
import { text } from '../../strings';
import { AnyField } from './AnyField';
import classes from './fields.module.css';
import { asExpression, asValue, fieldKind } from './kind';
import { CodeField } from './plain';
import type { FieldProps } from './types';

const t = text.editor.fields;

interface PropertyFieldProps extends Omit<FieldProps, 'label'> {
  required: boolean;
  problem?: string | undefined;
  /** The node whose output feeds this property by a line. */
  fedBy?: string | undefined;
  onLeave: () => void;
}

export function PropertyField(props: PropertyFieldProps) {
  const { name, schema, root, value, onChange, required, problem, fedBy, onLeave } = props;
  const plain = withoutNull(schema, root);
  const label = typeof plain.title === 'string' ? plain.title : inTitleCase(name);
  const kind = fieldKind(name, schema, root);
  const id = useId();
  const hint = typeof plain.description === 'string' ? plain.description : '';
  const inner = { ...props, schema: plain, label };
  const computed = isExpression(value);
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset cannot be a flex column in every browser
    <div
      className={classes.frame}
      role="group"
      aria-labelledby={id}
      data-testid={`field-${name}`}
      onBlur={onLeave}
    >
      <div className={classes.label}>
        <span id={id}>
          {kind === 'boolean' && !computed && !fedBy ? '' : label}{' '}
          {required && <i title={t.required}>*</i>}
        </span>
        {kind !== 'cel' && !fedBy && (
          <ModeSwitch
            label={label}
            computed={computed}
            value={kind === 'json' || kind === 'schema' ? t.modeJson : t.modeValue}
            onValue={() => onChange(asValue(computed ? value.$expr : ''))}
            onExpression={() => onChange({ $expr: asExpression(value) })}
          />
        )}
      </div>
      <FieldBody inner={inner} fedBy={fedBy} />
      {problem ? (
        <span className={classes.error} role="alert">
          {problem}
        </span>
      ) : (
        hint && <span className={classes.hint}>{hint}</span>
      )}
    </div>
  );
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
    <CodeField
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
