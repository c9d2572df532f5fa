// The inspector of a line: which action it follows, under what condition, and what it carries.
import { Button, Select } from '@mantine/core';
import { IconTrash } from '@tabler/icons-react';
import { useMemo } from 'react';
import { actionsOf } from '../../graph/actions';
import { setEdge } from '../../graph/edits';
import { outputsOf } from '../../graph/ports';
import type { GraphEdge } from '../../graph/types';
import { text } from '../../strings';
import { ExpressionField } from '../expressions/ExpressionField';
import { PlaceContext } from '../expressions/place';
import fieldClasses from '../fields/fields.module.css';
import { ToldProblem } from '../fields/told';
import { useSession } from '../state/context';
import { chooseAction, deleteSelection } from '../state/edit';
import { useProblems } from '../state/useProblems';
import { ActionChoice } from './ActionChoice';
import classes from './inspector.module.css';

const t = text.editor.edge;
const s = text.editor.steps;

export function EdgePanel({ edge }: { edge: GraphEdge }) {
  const session = useSession();
  const source = session.node(edge.source);
  const target = session.node(edge.target);
  const type = session.types.get(source?.type ?? '');
  const place = useMemo(() => ({ node: edge.source, after: true }), [edge.source]);
  const problems = useProblems().filter((problem) => problem.edge_id === edge.id);
  return (
    <PlaceContext value={place}>
      <header className={classes.head}>
        <h2 className={classes.heading}>
          {source?.title || edge.source} → {target?.title || edge.target}
        </h2>
      </header>
      <div className={classes.scroll}>
        <div className={classes.body}>
          {problems.map((problem) => (
            <p key={problem.code} className={fieldClasses.error} role="alert">
              {problem.message}
            </p>
          ))}
          <ActionChoice
            value={edge.action}
            known={source ? actionsOf(source, type) : []}
            onChange={(action) => chooseAction(session, edge.id, action)}
          />
          {/* biome-ignore lint/a11y/useSemanticElements: label, field and hint in a column */}
          <div className={fieldClasses.frame} role="group" onBlur={session.seal}>
            <span className={fieldClasses.label}>{t.condition}</span>
            <ToldProblem.Provider value={problems[0]?.message}>
              <ExpressionField
                name="when"
                schema={{}}
                root={{}}
                label={t.condition}
                value={edge.when ?? undefined}
                onChange={(value) =>
                  session.do(
                    s.condition,
                    setEdge(edge, 'when', typeof value === 'string' ? value : null),
                    `when/${edge.id}`,
                  )
                }
              />
            </ToldProblem.Provider>
            <span className={fieldClasses.hint}>{t.conditionHint}</span>
          </div>
          <DataChoice edge={edge} />
          <Button
            variant="default"
            c="var(--f-red)"
            leftSection={<IconTrash size={16} />}
            onClick={() => deleteSelection(session)}
          >
            {t.remove}
          </Button>
        </div>
      </div>
    </PlaceContext>
  );
}

/** Which output goes into which property; both empty is a line that only leads on. */
function DataChoice({ edge }: { edge: GraphEdge }) {
  const session = useSession();
  const typeOf = (id: string) => session.types.get(session.node(id)?.type ?? '');
  const outputs = outputsOf(session.node(edge.source), typeOf(edge.source));
  const inputs = typeOf(edge.target)?.inputs ?? [];
  const options = (ports: { name: string; title?: string }[]) =>
    ports.map((port) => ({ value: port.name, label: port.title ?? port.name }));
  if (inputs.length === 0 && edge.target_handle === null) return null;
  return (
    <>
      <Select
        label={t.into}
        description={t.intoHint}
        placeholder={t.nothing}
        clearable
        searchable
        data={options(inputs)}
        value={edge.target_handle}
        onChange={(value) => session.do(s.carry, setEdge(edge, 'target_handle', value))}
      />
      {edge.target_handle !== null && outputs.length > 1 && (
        <Select
          label={t.from}
          placeholder={t.whole}
          clearable
          data={options(outputs)}
          value={edge.source_handle}
          onChange={(value) => session.do(s.carry, setEdge(edge, 'source_handle', value))}
        />
      )}
    </>
  );
}
