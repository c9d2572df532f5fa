// What went into and came out of one step, each time that it was done or tried.
import { Button, Select } from '@mantine/core';
import { IconArrowLeft, IconHandStop } from '@tabler/icons-react';
import { useMemo, useState } from 'react';
import type { ManualEnd } from '../../api/engine';
import { useNamesOrYou } from '../../api/people';
import type { Json } from '../../api/types';
import { byHandWords } from '../../canvas/byHandWords';
import type { LiveNode, RunStore } from '../../live/runStore';
import { useRunLog, useRunNode } from '../../live/useRunStore';
import { text } from '../../strings';
import { StatusPill } from '../../ui/StatusPill';
import { look, stateOf } from '../../ui/states';
import { clockTimeSeconds } from '../../ui/time';
import { ChildrenPanel } from '../children/ChildrenPanel';
import { isObject, type TitleOf } from '../words';
import classes from './data.module.css';
import { JsonView } from './JsonView';
import { Missing } from './Missing';
import { type Round, roundsOf } from './rounds';

const t = text.run.data;

interface NodeDataProps {
  store: RunStore;
  id: string;
  titleOf: TitleOf;
  onSelect: (nodeId: string | null) => void;
}

export function NodeData({ store, id, titleOf, onSelect }: NodeDataProps) {
  const node = useRunNode(store, id);
  const log = useRunLog(store);
  const rounds = useMemo(() => roundsOf(log, id), [log, id]);
  const [picked, setPicked] = useState<number | null>(null);
  const round = rounds.find(({ seq }) => seq === picked) ?? rounds.at(-1);
  const isLast = round === rounds.at(-1);
  const wait = store.suspensionOf(id);
  return (
    <div className={classes.pane} data-testid="node-data">
      <div className={classes.nodeHead}>
        <Button
          variant="subtle"
          color="gray"
          size="compact-sm"
          leftSection={<IconArrowLeft size={14} />}
          onClick={() => onSelect(null)}
        >
          {t.back}
        </Button>
        <StatusPill status={node?.status ?? 'pending'} kinds={wait ? [wait.kind] : []} />
      </div>
      <h2 className={classes.nodeTitle}>{titleOf(id)}</h2>
      {rounds.length > 1 && round && <RoundPick rounds={rounds} round={round} onPick={setPicked} />}
      {isLast && node?.manual && <ByHand manual={node.manual} />}
      <ChildrenPanel store={store} node={id} />
      <Values node={node} round={round} isLast={isLast} />
      {isLast && wait && Object.keys(wait.state).length > 0 && (
        <JsonView value={wait.state} label={t.saved} />
      )}
    </div>
  );
}

interface ValuesProps {
  node: LiveNode | undefined;
  round: Round | undefined;
  isLast: boolean;
}

/** Of the last time the run itself knows more than its log: what a fork took over. */
function Values({ node, round, isLast }: ValuesProps) {
  const input = (isLast ? node?.inputs : null) ?? round?.inputs;
  const error = isLast ? node?.error : round?.error;
  const isDone = isLast ? node?.status === 'completed' : round?.status === 'completed';
  const output = isLast ? (node?.output ?? round?.output) : round?.output;
  return (
    <>
      {error && <JsonView value={error as unknown as Json} label={t.error} />}
      {isObject(input) && Object.keys(input).length > 0 ? (
        <JsonView value={input} label={t.input} />
      ) : (
        <Missing label={t.input}>{t.noInput}</Missing>
      )}
      {isDone && output !== undefined ? (
        <JsonView value={output} label={t.output} open={2} />
      ) : (
        <Missing label={t.output}>{t.noOutput}</Missing>
      )}
    </>
  );
}

interface RoundPickProps {
  rounds: Round[];
  round: Round;
  onPick: (seq: number) => void;
}

/** Which time is looked at, where a loop or retries did the step more than once. */
function RoundPick({ rounds, round, onPick }: RoundPickProps) {
  const words = ({ iteration, attempt, status, at }: Round) =>
    t.time(iteration, attempt, look(stateOf(status, [])).word, clockTimeSeconds(at));
  return (
    <Select
      size="xs"
      label={t.times(rounds.length)}
      data={rounds.map((each) => ({ value: String(each.seq), label: words(each) })).reverse()}
      value={String(round.seq)}
      onChange={(seq) => seq && onPick(Number(seq))}
      allowDeselect={false}
    />
  );
}

/** Who ended the step by hand, and why. */
function ByHand({ manual }: { manual: ManualEnd }) {
  const nameOf = useNamesOrYou(text.common.byYou);
  return (
    <p className={classes.byHand}>
      <IconHandStop size={16} />
      <span>{byHandWords(manual, nameOf)}</span>
    </p>
  );
}
