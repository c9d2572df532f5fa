// What the chosen workflow asks for and the step does not give yet; a click adds the name.
import { Button } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { useWorkflow } from '../../api/queries';
import { type GraphNode, isExpression, isObject, type JsonObject } from '../../graph/types';
import { text } from '../../strings';
import { inputSchema } from '../runbar/inputs';
import classes from './inspector.module.css';

interface AskedInputsProps {
  node: GraphNode;
  onChange: (inputs: JsonObject) => void;
}

export function AskedInputs({ node, onChange }: AskedInputsProps) {
  const { workflow, inputs } = node.properties;
  const isChosen = typeof workflow === 'string' && workflow !== '';
  return isChosen && !isExpression(inputs) ? (
    <Asked key={workflow} slug={workflow} given={isObject(inputs) ? inputs : {}} onAdd={onChange} />
  ) : null;
}

interface AskedProps {
  slug: string;
  given: JsonObject;
  onAdd: (inputs: JsonObject) => void;
}

function Asked({ slug, given, onAdd }: AskedProps) {
  const { data } = useWorkflow(slug);
  const asked = data && inputSchema(data.graph)?.properties;
  const missing = Object.keys(isObject(asked) ? asked : {}).filter((name) => !(name in given));
  if (missing.length === 0) return null;
  return (
    <div className={classes.asked}>
      <span>{text.editor.inspector.asks}</span>
      {missing.map((name) => (
        <Button
          key={name}
          variant="default"
          size="compact-xs"
          leftSection={<IconPlus size={12} />}
          onClick={() => onAdd({ ...given, [name]: { $expr: `inputs.${name}` } })}
        >
          {name}
        </Button>
      ))}
    </div>
  );
}
