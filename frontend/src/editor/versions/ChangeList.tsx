// What differs between two graphs, one line a node or line, with its fields and who changed it.

import { useNamesOrYou } from '../../api/people';
import type { Json } from '../../api/types';
import { inTitleCase } from '../../graph/catalogue';
import { difference } from '../../graph/diff';
import { withoutNull } from '../../graph/schema';
import { type Graph, isObject, type NodeType } from '../../graph/types';
import { text } from '../../strings';
import { Pill } from '../../ui/StatusPill';
import type { Tone } from '../../ui/states';
import { useSession } from '../state/context';
import { type FieldChange, type Mark, type PartChange, partChanges } from './changes';
import classes from './versions.module.css';

const t = text.versions;
export const TONES: Record<Mark, Tone> = { added: 'teal', changed: 'blue', removed: 'red' };
const LONGEST = 200;

type Marks = Record<string, { by: string; at: string }>;
/** Who changed which parts of the draft, as the server keeps it. */
export interface Authors {
  nodes: Marks;
  edges: Marks;
}

interface ChangeListProps {
  before: Graph;
  after: Graph;
  authors?: Authors | undefined;
  /** Called with the node that the pointer asks for. */
  onPoint?: ((node: string | null) => void) | undefined;
}

export function ChangeList({ before, after, authors, onPoint }: ChangeListProps) {
  const { types } = useSession();
  const parts = partChanges(before, after);
  const { moved } = difference(before, after);
  return (
    <ul className={classes.changes} aria-label={t.changes}>
      {parts.map((part) => (
        <Part
          key={`${part.kind}/${part.id}`}
          part={part}
          type={types.get(after.nodes.find(({ id }) => id === part.id)?.type ?? '')}
          authors={authors}
          onPoint={onPoint}
        />
      ))}
      {moved > 0 && (
        <li>
          <span>
            <Pill tone="gray">{t.movedWord}</Pill>
          </span>
          <div>{t.moved(moved)}</div>
        </li>
      )}
      {parts.length + moved === 0 && <li className={classes.none}>{t.same}</li>}
    </ul>
  );
}

interface PartProps extends Pick<ChangeListProps, 'authors' | 'onPoint'> {
  part: PartChange;
  /** That of a node, whose settings have the names of its form. */
  type: NodeType | undefined;
}

function Part({ part, type, authors, onPoint }: PartProps) {
  const nameOf = useNamesOrYou();
  const { kind, id, mark, name, fields } = part;
  const by = (kind === 'node' ? authors?.nodes : authors?.edges)?.[id]?.by;
  return (
    <li data-testid={`change-${id}`} data-mark={mark}>
      <span>
        <Pill tone={TONES[mark]}>{t.marks[mark]}</Pill>
      </span>
      <div>
        <div className={classes.changed}>
          {kind === 'node' && onPoint ? (
            <button type="button" onClick={() => onPoint(id)}>
              {name}
            </button>
          ) : (
            <span>{name}</span>
          )}
          {by && <span className={classes.by}>{nameOf(by)}</span>}
        </div>
        {fields.length > 0 && (
          <dl className={classes.fields}>
            {fields.map((field) => (
              <Field key={field.path} field={field} label={labelOf(field.path, type)} />
            ))}
          </dl>
        )}
      </div>
    </li>
  );
}

/** What the inspector calls a setting, else its name in words: "options.retry.delay" is "Retry › Delay". */
function labelOf(path: string, type: NodeType | undefined): string {
  const [part = '', ...names] = path.split('.');
  if (part !== 'properties')
    return (part === 'options' ? names : [part, ...names]).map(inTitleCase).join(' › ');
  const root = type?.properties;
  const [first = '', ...rest] = names;
  const schema = isObject(root?.properties) ? root.properties[first] : undefined;
  const title = root && isObject(schema) ? withoutNull(schema, root).title : undefined;
  const head = typeof title === 'string' ? title : inTitleCase(first);
  return [head, ...rest.map(inTitleCase)].join(' › ');
}

function inWords(value: Json | undefined): string {
  if (value === undefined || value === null || value === '') return t.nothing;
  const words = typeof value === 'string' ? value : JSON.stringify(value);
  return words.length > LONGEST ? `${words.slice(0, LONGEST)}…` : words;
}

function Field({ field, label }: { field: FieldChange; label: string }) {
  return (
    <div>
      <dt>{label}</dt>
      <dd>
        <del>{inWords(field.before)}</del> <span aria-hidden>→</span>{' '}
        <ins>{inWords(field.after)}</ins>
      </dd>
    </div>
  );
}
