// At the foot of the list while tasks are selected: how many, and what can be done with all of them.
import { Button, CloseButton, Menu } from '@mantine/core';
import { IconDots } from '@tabler/icons-react';
import { useState } from 'react';
import { useWantsSingleKeys } from '../../api/session';
import type { TaskSummary } from '../../api/types';
import { text } from '../../strings';
import { wordy } from '../../ui/shell/later';
import { type Shortcut, useShortcuts } from '../shortcuts';
import classes from './bulk.module.css';
import type { Selection } from './useSelection';
import { useTakeMany } from './useTakeMany';

const t = text.inbox.bulk;
const BulkDialog = wordy(() => import('./BulkDialog'));

export type BulkDecision = 'approved' | 'rejected';

interface BulkProps {
  tasks: readonly TaskSummary[];
  selection: Selection;
  /** These need no attention any more. */
  onDecided: (gone: ReadonlySet<string>) => void;
}

/** The bar while something is selected; the dialog stays until it has told what came of it. */
export function Bulk({ tasks, selection, onDecided }: BulkProps) {
  // What is decided together is settled when the dialog opens, whatever the list does behind it.
  const [asked, setAsked] = useState<{ decision: BulkDecision; tasks: TaskSummary[] } | null>(null);
  const chosen = tasks.filter(({ id }) => selection.ids.has(id));
  return (
    <>
      {chosen.length > 0 && (
        <BulkBar
          chosen={chosen}
          selection={selection}
          onAsk={(decision) => setAsked({ decision, tasks: chosen })}
        />
      )}
      {asked && (
        <BulkDialog
          {...asked}
          onClose={() => setAsked(null)}
          onDecided={onDecided}
          onChoose={(ids) => (ids.length > 0 ? selection.choose(ids) : selection.clear())}
        />
      )}
    </>
  );
}

interface BulkBarProps {
  chosen: TaskSummary[];
  selection: Selection;
  onAsk: (decision: BulkDecision) => void;
}

function BulkBar({ chosen, selection, onAsk }: BulkBarProps) {
  const take = useTakeMany(chosen, selection.clear);
  const acts: Partial<Record<Shortcut, () => void>> = {
    approve: () => onAsk('approved'),
    reject: () => onAsk('rejected'),
    claim: () => take('claim'),
    back: selection.clear,
  };
  // These keys mean all that are selected, not the task that is open beside them.
  useShortcuts((shortcut) => {
    acts[shortcut]?.();
    return shortcut in acts;
  }, true);
  return (
    <section className={classes.bar} aria-label={t.label} data-testid="bulk-bar">
      <div className={classes.line}>
        <strong aria-live="polite">{t.selected(chosen.length)}</strong>
        <CloseButton aria-label={t.clear} title={t.clear} onClick={selection.clear} />
      </div>
      <div className={classes.line}>
        <More onTake={take} />
        <Act decision="rejected" onAsk={onAsk} />
        <Act decision="approved" onAsk={onAsk} />
      </div>
    </section>
  );
}

interface ActProps {
  decision: BulkDecision;
  onAsk: (decision: BulkDecision) => void;
}

function Act({ decision, onAsk }: ActProps) {
  const keysWork = useWantsSingleKeys();
  const approves = decision === 'approved';
  return (
    <Button
      flex={1}
      px="xs"
      variant={approves ? 'filled' : 'default'}
      c={approves ? undefined : 'var(--f-red)'}
      onClick={() => onAsk(decision)}
      rightSection={
        keysWork && (
          <kbd className={`f-kbd ${classes.key}`} data-filled={approves || undefined}>
            {approves ? 'A' : 'R'}
          </kbd>
        )
      }
      data-testid={`bulk-${decision}`}
    >
      {text.answering.actions[decision]}
    </Button>
  );
}

function More({ onTake }: { onTake: (act: 'claim' | 'release') => void }) {
  return (
    <Menu position="top-start">
      <Menu.Target>
        <Button variant="default" px="xs" aria-label={t.more}>
          <IconDots size={16} />
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item onClick={() => onTake('claim')}>{text.inbox.claim}</Menu.Item>
        <Menu.Item onClick={() => onTake('release')}>{text.inbox.release}</Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
