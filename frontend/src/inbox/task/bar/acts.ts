// What a person may do with a task beside deciding it, as the server says, in the order of the bar.
import {
  IconArrowBackUp,
  IconBell,
  IconHandStop,
  IconMessageQuestion,
  IconUserShare,
  type TablerIcon,
} from '@tabler/icons-react';
import type { Me, Task } from '../../../api/types';
import { text } from '../../../strings';
import type { Acts } from '../acts/useActs';

export interface Entry {
  key: string;
  label: string;
  title?: string;
  icon: TablerIcon;
  /** The key that does it. */
  hint?: string;
  onPress: () => void;
  isBusy?: boolean;
  /** Stands in the bar where there is room; the others are in the menu. */
  isBeside: boolean;
}

const t = text.task.acts;

/** Who is asked alone has nobody to take it from. */
const isAlone = (task: Task): boolean => task.groups.length === 0 && task.users.length < 2;

export function entriesOf(task: Task, me: Me | undefined, acts: Acts): Entry[] {
  const { can } = task;
  const isMine = task.claimed_by !== null && task.claimed_by === me?.username;
  const all: (Entry & { isShown: boolean })[] = [
    {
      key: 'ask',
      label: t.ask,
      icon: IconMessageQuestion,
      hint: 'Q',
      onPress: () => acts.open('ask'),
      isBeside: true,
      isShown: can.ask,
    },
    {
      key: 'delegate',
      label: t.delegate,
      icon: IconUserShare,
      hint: '@',
      onPress: () => acts.open('delegate'),
      isBeside: true,
      isShown: can.delegate,
    },
    {
      key: 'claim',
      label: t.claim,
      title: text.inbox.claimHint,
      icon: IconHandStop,
      hint: 'C',
      onPress: acts.claim,
      isBusy: acts.isBusy,
      isBeside: true,
      isShown: can.claim && !isAlone(task),
    },
    {
      key: 'release',
      label: isMine ? t.release : t.free,
      icon: IconArrowBackUp,
      onPress: acts.release,
      isBusy: acts.isBusy,
      isBeside: isMine,
      isShown: can.release,
    },
    {
      key: 'nudge',
      label: t.nudge,
      icon: IconBell,
      onPress: acts.nudge,
      isBeside: false,
      isShown: can.nudge,
    },
  ];
  return all.filter(({ isShown }) => isShown);
}
