// The rest of what can be done with a task: whatever has no room in the bar, its priority, its run.
import { ActionIcon, Menu } from '@mantine/core';
import { IconCheck, IconDots, IconRoute } from '@tabler/icons-react';
import { Link } from 'react-router';
import type { Task } from '../../../api/types';
import { text } from '../../../strings';
import type { Acts } from '../acts/useActs';
import { PRIORITY_ORDER, priorityOf } from '../state';
import type { Entry } from './acts';
import classes from './bar.module.css';

const t = text.task;

interface MoreMenuProps {
  entries: readonly Entry[];
  task: Task;
  acts: Acts;
}

export function MoreMenu({ entries, task, acts }: MoreMenuProps) {
  const now = priorityOf(task.priority);
  return (
    <Menu position="top-start" width={240}>
      <Menu.Target>
        <ActionIcon
          className={classes.more}
          variant="subtle"
          color="gray"
          aria-label={t.acts.more}
          data-testid="act-more"
        >
          <IconDots size={18} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        {entries.map(({ key, label, icon: Icon, onPress }) => (
          <Menu.Item
            key={key}
            leftSection={<Icon size={16} />}
            onClick={onPress}
            data-testid={`act-${key}`}
          >
            {label}
          </Menu.Item>
        ))}
        {entries.length > 0 && <Menu.Divider />}
        {task.can.prioritise && (
          <>
            <Menu.Label>{t.acts.priority}</Menu.Label>
            {PRIORITY_ORDER.map((word) => (
              <Menu.Item
                key={word}
                leftSection={
                  word === now ? <IconCheck size={16} /> : <span className={classes.gap} />
                }
                aria-current={word === now || undefined}
                onClick={() => word !== now && acts.rank(word)}
                data-testid={`priority-${word}`}
              >
                {t.priorities[word]}
              </Menu.Item>
            ))}
            <Menu.Divider />
          </>
        )}
        <Menu.Item component={Link} to={`/runs/${task.run}`} leftSection={<IconRoute size={16} />}>
          {t.acts.openRun}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
