// What the server refuses, by the code of the problem; a code that is not here is told by its own words.

/** What a refusal tells beside its code. */
export interface Refused {
  /** The server's own English sentence. */
  said: string;
  /** A username, or empty: who was faster, who has taken the task, who saved. */
  by: string;
  /** When, in the reader's words, or empty. */
  at: string;
}

const bySomebody = (sentence: string, { by, at }: Refused) =>
  [sentence, by && `by ${by}`, at && `(${at})`].filter(Boolean).join(' ');

export const refusals = {
  // Anywhere
  unavailable: () => 'The database is busy or cannot be reached: try again in a few seconds.',
  error: () => 'Something went wrong on the server.',
  throttled: () => 'There were too many requests: wait a minute.',
  too_large: ({ said }: Refused) => said,
  too_deep: ({ said }: Refused) => said,
  forbidden: ({ said }: Refused) => said,
  permission_denied: () => 'This page is too old for that: load it again.',
  stale: () => 'It has changed meanwhile: try again.',
  idempotency_key: () => 'This was sent before with other content: load the page again.',
  bad_text: () => 'The text holds a character that cannot be kept.',
  nul: () => 'The text holds a character that cannot be kept.',
  not_text: () => 'The text holds a character that cannot be kept.',
  not_json: ({ said }: Refused) => said,
  not_a_number: () => 'This is not a number that can be kept.',
  number_too_large: () => 'This number is too large.',
  integer: () => 'This number is too large: give it as text.',

  // Deciding and answering
  already_closed: (refused: Refused) =>
    refused.by ? `${bySomebody('This was already answered', refused)}.` : refused.said,
  already_decided: () => 'You have already decided this.',
  four_eyes: () => 'Whoever asked may not decide.',
  not_asked: () => 'You are not among those who are asked.',
  claimed: ({ by }: Refused) => `${by || 'Somebody else'} has taken this task.`,
  not_claimed: () => 'Nobody has taken this task.',
  undecided: () => 'A decision is still missing.',
  unknown_action: () => 'This is not one of the answers that are possible here.',
  no_option: () => 'This is not one of the answers that are possible here.',
  action_required: () => 'Choose one of the answers offered.',
  comment_required: () => 'Say why, in a word or two.',
  confirm: () => 'What was typed to confirm is not right.',
  undo_over: () => 'It is too late to take it back.',
  nothing_to_undo: () => 'There is nothing to take back.',
  not_yours: () => 'Only who decided may take it back.',
  too_soon: () => 'They were reminded not long ago: wait a few hours.',
  not_requester: () => 'Only whoever asked may remind them.',
  unknown_file: () => 'A file is not there any more: hand it in again.',
  empty_file: () => 'The file is empty.',
  wrong_kind: () => 'What is in the file does not fit its name.',
  unknown_kind: () => 'Files of this kind are not taken.',
  unknown_person: () => 'There is nobody of that name.',
  unknown_workflow: () => 'There is no such workflow.',
  oneself: () => 'Nobody stands in for himself.',
  ends_too_early: () => 'It ends before it begins.',
  is_over: () => 'It is over already.',
  too_long: () => 'A year at most.',

  // Runs
  run_finished: (refused: Refused) =>
    refused.by ? `${bySomebody('The run has ended', refused)}.` : 'The run has ended already.',
  not_waiting: () => 'Nothing waits here any more.',
  children: () => 'It waits for other runs: answer where they wait.',
  ambiguous: () => 'Several places wait: choose one of them.',
  missing: ({ said }: Refused) => said,
  not_failed: () => 'Only what has failed can be done again.',
  not_at_rest: () => 'Only a run that waits or has failed can be moved.',
  same_version: () => 'The run is on this version already.',
  does_not_fit: ({ said }: Refused) => said,
  reason: () => 'Say why, in a word or two.',
  unknown_type: () => 'No worker has the code of this run.',
  unreadable: () => 'The log of this run cannot be read here.',
  not_published: () => 'The workflow is not published yet.',

  // Workflows and triggers
  slug_taken: () => 'There is a workflow at this address already.',
  stale_revision: ({ by }: Refused) => `${by || 'Somebody'} has saved the draft meanwhile.`,
  has_runs: () => 'The workflow has runs; they are kept, and so is it.',
  code_first: () => 'This workflow is written in Python: change its code.',
  graph_problems: ({ said }: Refused) => said,
  schema: ({ said }: Refused) => said,
  expression: ({ said }: Refused) => said,
  duration: () => 'A time such as 30s, 5m, 2h or 3d.',
  too_many: ({ said }: Refused) => said,
  no_address: () => 'Only webhooks have an address.',

  // Single fields
  required: ({ said }: Refused) => said,
  blank: () => 'This is needed.',
  null: () => 'This is needed.',
  max_length: ({ said }: Refused) => said,
  min_length: ({ said }: Refused) => said,
  max_value: ({ said }: Refused) => said,
  min_value: ({ said }: Refused) => said,
  invalid_choice: () => 'This is not one of the choices.',
} satisfies Record<string, (refused: Refused) => string>;
