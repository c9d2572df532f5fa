// What every node may be told beside its own settings, in plain words.
import { NumberInput } from '@mantine/core';
import type { ReactNode } from 'react';
import { useCell } from '../../../canvas/cell';
import { isLoopHeader } from '../../../graph/loops';
import type { GraphNode } from '../../../graph/types';
import { text } from '../../../strings';
import { numberMarks, numbers } from '../../../strings/formats';
import fields from '../../fields/fields.module.css';
import { useSession } from '../../state/context';
import { Choice, Hint, Option, Time } from './Option';
import classes from './options.module.css';
import { Pausing } from './Pausing';
import { Retrying } from './Retrying';
import { Routing } from './Routing';
import { Toggle } from './Toggle';
import { type NodeOptions, useOptions } from './useOptions';

const t = text.editor.options;

export function Options({ node }: { node: GraphNode }) {
  const options = useOptions(node);
  return (
    <>
      <Part title={t.start}>
        <Starting node={node} options={options} />
      </Part>
      <Part title={t.failing}>
        <Failing node={node} options={options} />
      </Part>
      <Part title={t.pausing}>
        <Pausing options={options} />
      </Part>
      <Part title={t.routing}>
        <Routing node={node} options={options} />
      </Part>
    </>
  );
}

function Part({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section className={classes.part} aria-label={title}>
      <h3>{title}</h3>
      {children}
    </section>
  );
}

interface PartProps {
  node: GraphNode;
  options: NodeOptions;
}

function Starting({ node, options }: PartProps) {
  const graph = useCell(useSession().graph);
  const arriving = graph.edges.filter((edge) => edge.target === node.id).length;
  const rounds = options.get('max_iterations');
  return (
    <>
      {node.type !== 'input' && (
        <div className={fields.frame}>
          <Toggle name="bypass" label={t.bypass} options={options} />
          <Hint>{t.bypassHint}</Hint>
        </div>
      )}
      <Choice
        label={t.join}
        hint={t.joinHint(arriving)}
        problem={options.problem('join')}
        choices={t.joins}
        value={options.get('join')}
        onChange={(value) => options.set(['join'], value)}
      />
      {(rounds !== undefined || isLoopHeader(graph, node.id)) && (
        <Option
          label={t.rounds}
          hint={t.roundsHint}
          problem={options.problem('max_iterations')}
          onLeave={options.seal}
        >
          <NumberInput
            label={t.rounds}
            min={1}
            allowDecimal={false}
            {...numberMarks()}
            placeholder={numbers().format(1000)}
            value={typeof rounds === 'number' ? rounds : ''}
            onChange={(next) =>
              options.set(['max_iterations'], typeof next === 'number' ? next : undefined)
            }
          />
        </Option>
      )}
    </>
  );
}

function Failing({ node, options }: PartProps) {
  const { edges } = useCell(useSession().graph);
  const handled = edges.some((edge) => edge.source === node.id && edge.action === 'error');
  return (
    <>
      <Retrying options={options} />
      <Time
        label={t.timeout}
        hint={t.timeoutHint}
        problem={options.problem('timeout_seconds')}
        value={options.get('timeout_seconds')}
        onChange={(value) => options.set(['timeout_seconds'], value)}
        onLeave={options.seal}
      />
      <Choice
        label={t.onError}
        hint={handled ? t.onErrorHandled : t.onErrorHint}
        problem={options.problem('on_error')}
        choices={t.onErrors}
        value={options.get('on_error')}
        onChange={(value) => options.set(['on_error'], value)}
      />
    </>
  );
}
