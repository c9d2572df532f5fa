// How often a failed step is tried again and after which pauses, told back in a sentence.
import { NumberInput } from '@mantine/core';
import { text } from '../../../strings';
import { numberMarks, numbers } from '../../../strings/formats';
import { duration } from '../../../ui/time';
import fields from '../../fields/fields.module.css';
import { Hint, Option, Time } from './Option';
import { pausesOf, RETRY, triesOf } from './retry';
import type { NodeOptions } from './useOptions';

const t = text.editor.options;

export function Retrying({ options }: { options: NodeOptions }) {
  const retry = options.get('retry');
  const tries = triesOf(retry);
  const setTries = (next: string | number) =>
    typeof next === 'number' && next !== 1
      ? options.set(['retry', 'max_attempts'], next)
      : options.set(['retry'], undefined);
  return (
    <>
      <Option
        label={t.tries}
        hint={tries > 1 ? undefined : t.oneTry}
        problem={options.problem('retry', 'max_attempts')}
        onLeave={options.seal}
      >
        <NumberInput
          label={t.tries}
          min={1}
          max={100}
          allowDecimal={false}
          placeholder="1"
          value={retry === undefined ? '' : tries}
          onChange={setTries}
        />
      </Option>
      {tries > 1 && <Pauses options={options} />}
    </>
  );
}

function Pauses({ options }: { options: NodeOptions }) {
  const retry = options.get('retry');
  const factor = options.get('retry', 'factor');
  const pauses = pausesOf(retry);
  return (
    <>
      <Time
        label={t.firstPause}
        problem={options.problem('retry', 'backoff_seconds')}
        value={options.get('retry', 'backoff_seconds') ?? RETRY.backoff}
        onChange={(value) => options.set(['retry', 'backoff_seconds'], value)}
        onLeave={options.seal}
      />
      <Option label={t.factor} problem={options.problem('retry', 'factor')} onLeave={options.seal}>
        <NumberInput
          label={t.factor}
          min={1}
          max={100}
          step={0.5}
          decimalSeparator={numberMarks().decimalSeparator}
          placeholder={numbers().format(RETRY.factor)}
          value={typeof factor === 'number' ? factor : ''}
          onChange={(next) =>
            options.set(['retry', 'factor'], typeof next === 'number' ? next : undefined)
          }
        />
      </Option>
      <Time
        label={t.longestPause}
        problem={options.problem('retry', 'max_backoff_seconds')}
        value={options.get('retry', 'max_backoff_seconds') ?? RETRY.longest}
        onChange={(value) => options.set(['retry', 'max_backoff_seconds'], value)}
        onLeave={options.seal}
      />
      <div className={fields.frame}>
        <Hint problem={options.problem('retry')}>
          {t.triesAgain(pauses.map(duration), triesOf(retry) - 1 > pauses.length)}
        </Hint>
      </div>
    </>
  );
}
