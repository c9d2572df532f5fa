// The three ways in which a workflow starts by itself, as cards to choose from.
import { Radio } from '@mantine/core';
import type { TriggerKind } from '../api/engine';
import { text } from '../strings';
import { ICONS } from './TriggerRow';
import classes from './triggers.module.css';

const t = text.triggers;
const KINDS: TriggerKind[] = ['webhook', 'schedule', 'event'];

interface KindChoiceProps {
  value: TriggerKind;
  onChange: (kind: TriggerKind) => void;
}

export function KindChoice({ value, onChange }: KindChoiceProps) {
  return (
    <Radio.Group label={t.kind} value={value} onChange={(next) => onChange(next as TriggerKind)}>
      <div className={classes.kinds}>
        {KINDS.map((kind) => {
          const Icon = ICONS[kind];
          return (
            <Radio.Card
              key={kind}
              value={kind}
              className={classes.kind}
              data-testid={`trigger-kind-${kind}`}
            >
              <Icon size={20} stroke={1.6} />
              <b>{t.kinds[kind]}</b>
              <span>{t.kindHints[kind]}</span>
            </Radio.Card>
          );
        })}
      </div>
    </Radio.Group>
  );
}
