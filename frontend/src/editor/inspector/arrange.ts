// Which of a node's properties are shown, in which order, and which fold away; pure.
import { type GraphNode, isObject, type JsonSchema, type NodeType } from '../../graph/types';

export type Field = [string, JsonSchema];

export interface Arrangement {
  main: Field[];
  /** How an answer counts, and who stands in. */
  rules: Field[];
  /** What happens when nobody answers. */
  deadline: Field[];
  rare: Field[];
}

const DEADLINE = [
  'due_seconds',
  'calendar',
  'remind_seconds',
  'escalations',
  'timeout_seconds',
  'on_timeout',
  'timeout_data',
  'escalate_to',
];
const RULES = [
  'reject_quorum',
  'comment_on_reject',
  'confirm',
  'fallback',
  'on_unassigned',
  'claim_seconds',
  'undo_seconds',
  'decide_by_mail',
];
const RARE = ['metadata'];
/** What a node is about goes first; a class inherits its fields before it has its own. */
const FIRST: Record<string, string[]> = {
  question: ['question', 'input_type', 'options', 'allow_custom', 'skippable'],
  form: ['title', 'instructions', 'subject', 'schema'],
  approval: ['title', 'instructions', 'subject', 'groups', 'users', 'quorum', 'forbid_initiator'],
};

function fieldsOf(type: NodeType | undefined): Field[] {
  const fields = isObject(type?.properties.properties) ? type.properties.properties : {};
  return Object.entries(fields).filter((entry): entry is Field => isObject(entry[1]));
}

/** A question for words has nothing to choose from. */
function isIdle({ type, properties }: GraphNode, name: string): boolean {
  if (type !== 'question') return false;
  const kind = properties.input_type;
  if (name === 'options') return kind === 'text';
  return name === 'allow_custom' && (kind === 'text' || kind === 'approval');
}

export function arrange(node: GraphNode, type: NodeType | undefined): Arrangement {
  const fields = fieldsOf(type).filter(([name]) => !isIdle(node, name));
  const first = FIRST[node.type] ?? [];
  const place = (name: string) => (first.includes(name) ? first.indexOf(name) : first.length);
  // A timer has nobody to wait for; a request's own time limit is no deadline for people.
  const waits = node.type !== 'sleep' && fields.some(([name]) => name === 'on_timeout');
  const isDeadline = ([name]: Field) => DEADLINE.includes(name);
  const folds = ([name]: Field) => RARE.includes(name) || RULES.includes(name);
  const inOrder = (names: string[]) =>
    fields
      .filter(([name]) => names.includes(name))
      .sort(([a], [b]) => names.indexOf(a) - names.indexOf(b));
  return {
    main: fields
      .filter((field) => !folds(field) && !(isDeadline(field) && (waits || node.type === 'sleep')))
      .sort(([a], [b]) => place(a) - place(b)),
    rules: inOrder(RULES),
    deadline: waits ? inOrder(DEADLINE) : [],
    rare: inOrder(RARE),
  };
}
