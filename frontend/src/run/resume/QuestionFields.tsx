// The fields that answer a question: one or several of its options, or words of one's own.
import { Checkbox, Radio, Stack, Textarea, TextInput } from '@mantine/core';
import { text } from '../../strings';
import { type Asked, OWN } from './question';
import classes from './resume.module.css';
import type { Answer } from './useAnswer';

const t = text.answering.question;

interface FieldProps {
  asked: Asked;
  answer: Answer;
}

export function QuestionFields({ asked, answer }: FieldProps) {
  if (asked.kind === 'text') return <Words answer={answer} />;
  return asked.kind === 'choice' ? (
    <OneOf asked={asked} answer={answer} />
  ) : (
    <SomeOf asked={asked} answer={answer} />
  );
}

function Words({ answer }: { answer: Answer }) {
  return (
    <Textarea
      label={t.text}
      value={answer.reply.typed}
      onChange={(event) => answer.setReply({ typed: event.currentTarget.value })}
      error={answer.replyError}
      disabled={answer.busy !== null}
      autosize
      minRows={3}
      maxRows={14}
      data-testid="question-text"
    />
  );
}

function Own({ answer, label }: { answer: Answer; label?: string }) {
  return (
    <TextInput
      {...(label ? { label } : { 'aria-label': t.own })}
      placeholder={t.ownHint}
      value={answer.reply.typed}
      onChange={(event) => answer.setReply({ typed: event.currentTarget.value })}
      disabled={answer.busy !== null}
      data-testid="question-own"
    />
  );
}

function OneOf({ asked, answer }: FieldProps) {
  const [chosen = ''] = answer.reply.chosen;
  const choices = asked.custom ? [...asked.options, { id: OWN, label: t.own }] : asked.options;
  return (
    <Radio.Group
      value={chosen}
      onChange={(id) => answer.setReply({ chosen: [id] })}
      label={t.one}
      error={answer.replyError}
    >
      <Stack gap={8} mt={6}>
        {choices.map(({ id, label }) => (
          <Radio.Card
            key={id}
            value={id}
            className={classes.option}
            disabled={answer.busy !== null}
            data-testid={`option-${id === OWN ? 'own' : id}`}
          >
            <Radio.Indicator size="sm" />
            <span>{label}</span>
          </Radio.Card>
        ))}
        {chosen === OWN && <Own answer={answer} />}
      </Stack>
    </Radio.Group>
  );
}

function SomeOf({ asked, answer }: FieldProps) {
  return (
    <Checkbox.Group
      value={answer.reply.chosen}
      onChange={(chosen) => answer.setReply({ chosen })}
      label={t.some}
      error={answer.replyError}
    >
      <Stack gap={8} mt={6}>
        {asked.options.map(({ id, label }) => (
          <Checkbox.Card
            key={id}
            value={id}
            className={classes.option}
            disabled={answer.busy !== null}
            data-testid={`option-${id}`}
          >
            <Checkbox.Indicator size="sm" />
            <span>{label}</span>
          </Checkbox.Card>
        ))}
        {asked.custom && <Own answer={answer} label={t.own} />}
      </Stack>
    </Checkbox.Group>
  );
}
