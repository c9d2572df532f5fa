// Graphs: what may be connected to what, and what is wrong with one.

const kinds = {
  string: 'text',
  number: 'a number',
  integer: 'a whole number',
  boolean: 'yes or no',
  object: 'an object',
  array: 'a list',
  null: 'nothing',
};
const manyKinds = {
  string: 'text',
  number: 'numbers',
  integer: 'whole numbers',
  boolean: 'yes or no answers',
  object: 'objects',
  array: 'lists',
  null: 'nothing',
};

export const graph = {
  kinds,
  /** After "a list of". */
  manyKinds,
  listOf: (what: string) => `a list of ${what}`,
  listsOf: (what: string) => `lists of ${what}`,
  anything: 'anything',
  wholeOutput: 'The whole output',
  otherCategory: 'Other',
  line: (from: string, to: string, action: string) =>
    `${from} to ${to}${action ? `, ${action}` : ''}`,

  drop: 'Drop the line on a node.',
  noOwnAction: 'A node can lead back to itself only by one of its actions, and this one has none.',
  intoInput: 'Inputs are where a run starts: nothing can lead into them.',
  connected: 'These two are connected already.',
  portsConnected: 'These two ports are connected already.',
  noPort: (node: string, port: string) => `${node} has no port “${port}”.`,
  noOutput: (node: string, port: string) => `${node} has no output “${port}”.`,
  needs: (port: string, wanted: string, given: string) => `${port} needs ${wanted}, got ${given}.`,

  twoNodes: (id: string) => `Two nodes have the id “${id}”.`,
  twoLines: (id: string) => `Two lines have the id “${id}”.`,
  noType: (type: string) => `No node type is called “${type}”.`,
  fromNowhere: (id: string) => `A line starts at “${id}”, which is not there.`,
  toNowhere: (id: string) => `A line ends at “${id}”, which is not there.`,
  leadsBack: (title: string) => `${title} leads back to itself without an action.`,
  neverBy: (title: string, action: string) => `${title} never finishes with “${action}”.`,

  /** The server's findings, by their code; what is not here is told in its own words. */
  findings: {} as Record<string, (where: Finding) => string>,

  /** Texts of node types, templates and their fields that the server sends, by their English. */
  fromServer: {} as Record<string, string>,
};

/** Where a finding of the server's validator is, as far as it is known. */
export interface Finding {
  /** The property, such as "due_seconds". */
  field: string;
  /** The server's own sentence. */
  said: string;
}
