// The bar under a task: what can be done with it left, the author's buttons right.
import { Button } from '@mantine/core';
import { useElementSize } from '@mantine/hooks';
import type { Me, Task } from '../../../api/types';
import { ChoiceButtons } from '../../../run/resume/ChoiceButtons';
import type { Choice } from '../../../run/resume/choices';
import { SkipButton } from '../../../run/resume/SkipButton';
import { text } from '../../../strings';
import { isOpen } from '../../boxes';
import type { Acts } from '../acts/useActs';
import type { Deciding } from '../answer/useDeciding';
import { type Entry, entriesOf } from './acts';
import classes from './bar.module.css';
import { MoreMenu } from './MoreMenu';
import { NotYours } from './NotYours';
import { Outcome } from './Outcome';

const t = text.inbox;

export interface BarProps {
  task: Task;
  me: Me | undefined;
  deciding: Deciding;
  acts: Acts;
  isNarrow: boolean;
  /** Whether single keys are shortcuts for this person. */
  keysWork: boolean;
}

const HINTS: Record<Choice['kind'], string> = { approve: 'A', reject: 'R', plain: '' };
// Below this the acts do not fit beside the decision.
const ROOM = 680;

export function DecisionBar(props: BarProps) {
  const { task, me, deciding, acts, isNarrow } = props;
  const { ref, width } = useElementSize();
  if (!isOpen(task)) {
    return <Outcome task={task} me={me} conflict={deciding.answer.conflict} />;
  }
  const isTight = isNarrow || (width > 0 && width < ROOM);
  const entries = entriesOf(task, me, acts);
  const beside = isTight ? [] : entries.filter(({ isBeside }) => isBeside);
  const inMenu = entries.filter((entry) => !beside.includes(entry));
  return (
    <div
      ref={ref}
      className={classes.bar}
      role="toolbar"
      aria-label={t.bar}
      data-tight={isTight || undefined}
      data-testid="decision-bar"
    >
      <Hint deciding={deciding} />
      {!deciding.may && <NotYours task={task} over={deciding.over} />}
      <div className={classes.acts}>
        {beside.map((entry) => (
          <ActButton key={entry.key} entry={entry} keysWork={props.keysWork} />
        ))}
        <MoreMenu entries={inMenu} task={task} acts={acts} />
      </div>
      {deciding.may && <Choices {...props} />}
    </div>
  );
}

function Hint({ deciding }: { deciding: Deciding }) {
  const { choices, armed, answer } = deciding;
  const label = choices.find(({ id }) => id === armed)?.label;
  return (
    <span className={classes.hint} aria-live="polite">
      {answer.conflict ?? (label ? t.arm(label) : '')}
    </span>
  );
}

function ActButton({ entry, keysWork }: { entry: Entry; keysWork: boolean }) {
  const { label, title, hint, onPress, isBusy, icon: Icon } = entry;
  return (
    <Button
      variant="subtle"
      color="gray"
      leftSection={<Icon size={16} />}
      rightSection={keysWork && hint ? <kbd className={classes.key}>{hint}</kbd> : undefined}
      loading={isBusy}
      onClick={onPress}
      title={title}
      data-testid={`act-${entry.key}`}
    >
      {label}
    </Button>
  );
}

function Choices({ task, deciding, keysWork }: BarProps) {
  const { answer, asked, choices, armed } = deciding;
  return (
    <div className={classes.choices} data-many={choices.length > 2 || undefined}>
      {task.skippable && <SkipButton answer={answer} />}
      {asked && (
        <Button
          loading={answer.busy !== null}
          onClick={() => answer.choose(null)}
          data-testid="question-answer"
        >
          {text.answering.question.answer}
        </Button>
      )}
      <ChoiceButtons
        choices={choices}
        onChoose={answer.choose}
        busy={answer.busy}
        armed={armed}
        hint={({ kind }) =>
          keysWork && HINTS[kind] ? <kbd className={classes.key}>{HINTS[kind]}</kbd> : undefined
        }
      />
    </div>
  );
}
