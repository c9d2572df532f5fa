// The fields of an answer: the author's form or a JSON object, the comment, what was refused.
import { Alert, Button, Textarea, TextInput } from '@mantine/core';
import { IconAlertCircle } from '@tabler/icons-react';
import { text } from '../../strings';
import { hasFields, SchemaForm } from '../../ui/form/SchemaForm';
import { QuestionFields } from './QuestionFields';
import type { Asked } from './question';
import classes from './resume.module.css';
import type { Answer } from './useAnswer';

const t = text.answering.resume;

function DataField({ answer }: { answer: Answer }) {
  return (
    <div>
      <Textarea
        label={answer.needs ? t.needed(answer.needs) : t.data}
        description={answer.needs ? t.neededHint : t.dataHint}
        placeholder={answer.needs ? undefined : t.dataExample}
        value={answer.typed}
        onChange={(event) => answer.setTyped(event.currentTarget.value)}
        error={answer.typedError || answer.refused?.fields[''] || undefined}
        autosize
        minRows={3}
        maxRows={14}
        spellCheck={false}
        classNames={{ input: classes.code }}
        data-testid="resume-data"
      />
      {answer.typed === '' && !answer.needs && (
        <Button
          variant="subtle"
          color="gray"
          size="compact-xs"
          mt={4}
          onClick={() => answer.setTyped(t.dataExample)}
        >
          {t.useExample}
        </Button>
      )}
    </div>
  );
}

interface CommentFieldProps {
  answer: Answer;
  placeholder?: string;
  /** Some way to answer says no: then a reason is wanted. */
  canReject: boolean;
}

function CommentField({ answer, placeholder, canReject }: CommentFieldProps) {
  return (
    <Textarea
      ref={answer.commentRef}
      label={
        <>
          {t.comment}
          {canReject && answer.reason !== false && (
            <span className={classes.aside}>{t.commentNeeded}</span>
          )}
        </>
      }
      placeholder={placeholder ?? t.commentPlaceholder}
      value={answer.comment}
      onChange={(event) => answer.setComment(event.currentTarget.value)}
      error={answer.commentError || undefined}
      autosize
      minRows={2}
      maxRows={10}
      data-testid="comment"
    />
  );
}

/** What must be typed to approve: the amount, a name. */
function ConfirmField({ answer, wanted }: { answer: Answer; wanted: string }) {
  return (
    <TextInput
      ref={answer.confirmRef}
      label={t.confirm(wanted)}
      value={answer.confirmed}
      onChange={(event) => answer.setConfirmed(event.currentTarget.value)}
      error={answer.confirmError ? t.confirmWrong(wanted) : undefined}
      disabled={answer.busy !== null}
      autoComplete="off"
      spellCheck={false}
      data-testid="confirm"
    />
  );
}

interface AnswerFieldsProps {
  answer: Answer;
  asked: Asked | null;
  canReject: boolean;
  placeholder?: string;
  /** Says more about the form's fields, by their names. */
  uiSchema?: Record<string, unknown>;
}

export function AnswerFields(props: AnswerFieldsProps) {
  const { answer, asked, canReject, placeholder, uiSchema } = props;
  const { schema, refused } = answer;
  return (
    <div className={classes.fields}>
      {refused?.general && (
        <Alert color="red" icon={<IconAlertCircle size={16} />} variant="light" role="alert">
          {refused.general}
        </Alert>
      )}
      {asked && <QuestionFields asked={asked} answer={answer} />}
      {hasFields(schema) && (
        <SchemaForm
          id={answer.formId}
          schema={schema}
          value={answer.value}
          onChange={answer.setValue}
          onSubmit={answer.submitValid}
          errors={refused?.fields}
          uiSchema={uiSchema}
          disabled={answer.busy !== null}
        />
      )}
      {answer.free === 'json' && <DataField answer={answer} />}
      {answer.commented && (
        <CommentField answer={answer} canReject={canReject} placeholder={placeholder} />
      )}
      {answer.wanted && <ConfirmField answer={answer} wanted={answer.wanted} />}
    </div>
  );
}
