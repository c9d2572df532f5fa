// The form of a node, from its type's JSON Schema; deadline and options fold away below.
import { useMemo } from 'react';
import { useCell } from '../../canvas/cell';
import { setNode } from '../../graph/edits';
import {
  type GraphNode,
  isObject,
  type Json,
  type JsonSchema,
  type NodeType,
} from '../../graph/types';
import { text } from '../../strings';
import { PropertyField } from '../fields/PropertyField';
import { useSession } from '../state/context';
import { useProblems } from '../state/useProblems';
import { Fold } from './Fold';
import classes from './inspector.module.css';
import { Options } from './options/Options';

const t = text.editor.inspector;
const DEADLINE = ['timeout_seconds', 'on_timeout', 'timeout_data', 'escalate_to'];
const RARE = ['undo_seconds', 'on_unassigned', 'metadata'];

interface SettingsProps {
  node: GraphNode;
  type: NodeType | undefined;
}

function fieldsOf(type: NodeType | undefined): [string, JsonSchema][] {
  const fields = isObject(type?.properties.properties) ? type.properties.properties : {};
  return Object.entries(fields).filter((entry): entry is [string, JsonSchema] =>
    isObject(entry[1]),
  );
}

export function Settings({ node, type }: SettingsProps) {
  const fields = useMemo(() => fieldsOf(type), [type]);
  const pick = (names: string[]) => fields.filter(([name]) => names.includes(name));
  const rest = fields.filter(([name]) => !DEADLINE.includes(name) && !RARE.includes(name));
  // A timer has nobody to wait for, so that nothing can go unanswered.
  const deadline = node.type === 'sleep' ? [] : pick(DEADLINE);
  const rare = pick(RARE);
  const draw = (list: [string, JsonSchema][]) => <Fields node={node} type={type} fields={list} />;
  return (
    <div className={classes.body}>
      {!type && <p className={classes.quiet}>{t.unknownType(node.type)}</p>}
      {type?.description && <p className={classes.quiet}>{type.description}</p>}
      {draw(rest)}
      {deadline.length > 0 && (
        <Fold title={t.deadline} open={Boolean(node.properties.timeout_seconds)}>
          {draw(deadline)}
        </Fold>
      )}
      {rare.length > 0 && <Fold title={t.rare}>{draw(rare)}</Fold>}
      <Fold title={text.editor.options.title} open={Object.keys(node.options).length > 0}>
        <Options node={node} />
      </Fold>
      <p className={classes.id}>
        {t.id} <code>{node.id}</code>
      </p>
    </div>
  );
}

function Fields({ node, type, fields }: SettingsProps & { fields: [string, JsonSchema][] }) {
  const session = useSession();
  const graph = useCell(session.graph);
  const problems = useProblems();
  const required = Array.isArray(type?.properties.required) ? type.properties.required : [];
  const set = (name: string, value: Json | undefined) =>
    session.do(
      text.editor.steps.set(name),
      setNode(node, ['properties', name], value),
      `property/${node.id}/${name}`,
    );
  const problemOf = (name: string) =>
    problems.find(
      ({ node_id, pointer }) =>
        node_id === node.id && pointer?.match(/^\/properties\/([^/]+)/)?.[1] === name,
    )?.message;
  const fedBy = (name: string) => {
    const edge = graph.edges.find((each) => each.target === node.id && each.target_handle === name);
    const from = edge && session.node(edge.source);
    return edge && [from?.title || edge.source, edge.source_handle].filter(Boolean).join(' › ');
  };
  return fields.map(([name, schema]) => (
    <PropertyField
      key={name}
      name={name}
      schema={schema}
      root={type?.properties ?? {}}
      value={node.properties[name]}
      required={required.includes(name)}
      problem={problemOf(name)}
      fedBy={fedBy(name)}
      onLeave={session.seal}
      onChange={(value) => set(name, value)}
    />
  ));
}
