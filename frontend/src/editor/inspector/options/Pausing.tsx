// Where a step waits for somebody to let it go on, or for a key of the state.
import { TextInput } from '@mantine/core';
import { text } from '../../../strings';
import fields from '../../fields/fields.module.css';
import { textOf } from '../../fields/types';
import { Hint, Option } from './Option';
import { Toggle } from './Toggle';
import type { NodeOptions } from './useOptions';

const t = text.editor.options;

export function Pausing({ options }: { options: NodeOptions }) {
  return (
    <>
      <div className={fields.frame}>
        <Toggle name="pause_before" label={t.pauseBefore} options={options} />
        <Toggle name="pause_after" label={t.pauseAfter} options={options} />
        <Hint>{t.pauseHint}</Hint>
      </div>
      <Option
        label={t.waitForInput}
        hint={t.waitForInputHint}
        problem={options.problem('wait_for_input')}
        onLeave={options.seal}
      >
        <TextInput
          label={t.waitForInput}
          placeholder={t.stateKey}
          value={textOf(options.get('wait_for_input'))}
          maxLength={200}
          onChange={(event) =>
            options.set(['wait_for_input'], event.currentTarget.value || undefined)
          }
        />
      </Option>
    </>
  );
}
