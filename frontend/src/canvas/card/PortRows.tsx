// The named data ports of a card, one a row: inputs at the left edge, outputs at the right.
import { Handle, Position } from '@xyflow/react';
import { inWords } from '../../graph/schema';
import type { Port } from '../../graph/types';
import { inHandle, outHandle } from '../flow';
import { useScene } from '../scene';
import classes from './card.module.css';

interface PortRowsProps {
  node: string;
  inputs: Port[];
  outputs: Port[];
}

const titleOf = (port: Port) => `${port.title ?? port.name}: ${inWords(port.schema)}`;

export function PortRows({ node, inputs, outputs }: PortRowsProps) {
  if (inputs.length + outputs.length === 0) return null;
  return (
    <div className={classes.rows}>
      {inputs.map((port) => (
        <InputRow key={port.name} node={node} port={port} />
      ))}
      {outputs.map((port) => (
        <div key={port.name} className={classes.row} title={titleOf(port)}>
          <span className={`${classes.name} ${classes.right}`}>{port.title ?? port.name}</span>
          <Handle
            type="source"
            id={outHandle(port.name)}
            position={Position.Right}
            className={`${classes.port} ${classes.data}`}
            data-testid={`port-${node}-out-${port.name}`}
          />
        </div>
      ))}
    </div>
  );
}

function InputRow({ node, port }: { node: string; port: Port }) {
  const { editing } = useScene();
  const pending = editing?.pending.get();
  const refused =
    pending?.side === 'out' &&
    editing?.refusal({
      source: pending.node,
      target: node,
      source_handle: pending.handle,
      target_handle: port.name,
    });
  return (
    <div
      className={classes.row}
      data-refused={Boolean(refused)}
      title={refused ? refused : titleOf(port)}
    >
      <Handle
        type="target"
        id={inHandle(port.name)}
        position={Position.Left}
        className={`${classes.port} ${classes.data}`}
        data-testid={`port-${node}-in-${port.name}`}
      />
      <span className={classes.name}>{port.title ?? port.name}</span>
    </div>
  );
}
