// Going on without an answer, where the question allows that.
import { Button } from '@mantine/core';
import { text } from '../../strings';
import type { Answer } from './useAnswer';

export function SkipButton({ answer }: { answer: Answer }) {
  return (
    <Button
      variant="default"
      disabled={answer.busy !== null}
      onClick={answer.skip}
      data-testid="question-skip"
    >
      {text.answering.question.skip}
    </Button>
  );
}
