// The form of a node, from its type's JSON Schema; rules, deadline and options fold away below.
import { useMemo } from 'react';
import { useCell } from '../../canvas/cell';
import { setNode } from '../../graph/edits';
import type { GraphNode, Json, NodeType } from '../../graph/types';
import { text } from '../../strings';
import { PlaceContext } from '../expressions/place';
import { PropertyField } from '../fields/PropertyField';
import { useSession } from '../state/context';
import { useProblems } from '../state/useProblems';
import { AskedInputs } from './AskedInputs';
import { arrange, type Field } from './arrange';
import { Fold } from './Fold';
import classes from './inspector.module.css';
import { Options } from './options/Options';

const t = text.editor.inspector;

interface SettingsProps {
  node: GraphNode;
  type: NodeType | undefined;
}

export function Settings({ node, type }: SettingsProps) {
  const { main, rules, deadline, rare } = useMemo(() => arrange(node, type), [node, type]);
  const draw = (list: Field[]) => <Fields node={node} type={type} fields={list} />;
  const before = useMemo(() => ({ node: node.id, after: false }), [node.id]);
  const after = useMemo(() => ({ node: node.id, after: true }), [node.id]);
  return (
    <PlaceContext value={before}>
      <div className={classes.body}>
        {!type && <p className={classes.quiet}>{t.unknownType(node.type)}</p>}
        {type?.description && <p className={classes.quiet}>{type.description}</p>}
        {draw(main)}
        {rules.length > 0 && (
          <Fold title={t.rules} open={isSet(node, rules)}>
            {draw(rules)}
          </Fold>
        )}
        {deadline.length > 0 && (
          <Fold
            title={'workflow' in node.properties ? t.deadlineOfRuns : t.deadline}
            open={isSet(node, deadline)}
          >
            {draw(deadline)}
          </Fold>
        )}
        {rare.length > 0 && <Fold title={t.rare}>{draw(rare)}</Fold>}
        <Fold title={text.editor.options.title} open={Object.keys(node.options).length > 0}>
          <PlaceContext value={after}>
            <Options node={node} />
          </PlaceContext>
        </Fold>
        <p className={classes.id}>
          {t.id} <code>{node.id}</code>
        </p>
      </div>
    </PlaceContext>
  );
}

const isSet = ({ properties }: GraphNode, fields: Field[]): boolean =>
  fields.some(([name]) => properties[name] !== undefined);

function Fields({ node, type, fields }: SettingsProps & { fields: Field[] }) {
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
      more={
        node.type === 'subworkflow' &&
        name === 'inputs' && <AskedInputs node={node} onChange={(value) => set(name, value)} />
      }
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
