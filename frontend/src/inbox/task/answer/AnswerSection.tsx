// "Your answer": the form or the options, the comment, what differs from the proposal, the draft.
import { useNames } from '../../../api/people';
import type { Task } from '../../../api/types';
import { AnswerFields } from '../../../run/resume/AnswerFields';
import { isDecision } from '../../../run/resume/question';
import { text } from '../../../strings';
import { KnownFiles } from '../../../ui/files/known';
import { hasFields } from '../../../ui/form/SchemaForm';
import { inWords } from '../../facts/readFacts';
import { changedFields } from '../state';
import { DraftNote } from './DraftNote';
import { Override } from './Override';
import type { Deciding } from './useDeciding';

const t = text.task;

/** What was proposed for the fields that were changed, under each. */
function hints(task: Task, value: Deciding['answer']['value']): Record<string, object> {
  const changed = changedFields(task.proposal, value);
  return Object.fromEntries(
    [...changed].map(([key, before]) => {
      const nothing = before === null || before === '';
      const words = nothing ? t.proposedNothing : t.proposed(inWords(before, key, task.proposal));
      return [key, { 'ui:help': words }];
    }),
  );
}

export function AnswerSection({ task, deciding }: { task: Task; deciding: Deciding }) {
  const { may, answer, asked, choices, over, draft } = deciding;
  const nameOf = useNames();
  const anything = asked || isDecision(task) || hasFields(task.schema) || answer.refused;
  if (!may || !(anything || over.isOn)) return null;
  const isForm = task.proposal !== null && hasFields(task.schema);
  return (
    <section aria-label={text.inbox.answer}>
      <h2>{text.inbox.answer}</h2>
      {over.isOn && <Override task={task} over={over} />}
      <KnownFiles task={task.id} files={task.files}>
        <AnswerFields
          answer={answer}
          asked={asked}
          canReject={choices.some(({ kind }) => kind === 'reject')}
          placeholder={text.inbox.comment(
            task.initiator ? nameOf(task.initiator) : text.inbox.someone,
          )}
          uiSchema={isForm ? hints(task, answer.value) : undefined}
        />
      </KnownFiles>
      <DraftNote draft={draft} />
    </section>
  );
}
