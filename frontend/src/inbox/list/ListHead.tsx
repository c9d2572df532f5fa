// Above the rows: in which order they are, and the way to select several.
import { Menu, UnstyledButton } from '@mantine/core';
import { IconArrowsSort, IconCheck, IconChecks } from '@tabler/icons-react';
import { useNavigate } from 'react-router';
import type { TaskSummary } from '../../api/types';
import { text } from '../../strings';
import { addressOf, changed, isOpen, ORDERS, type Order, readOrder, showsClosed } from '../boxes';
import type { Selection } from '../bulk/useSelection';
import classes from './list.module.css';

const t = text.inbox;

interface ListHeadProps {
  params: URLSearchParams;
  tasks: TaskSummary[];
  hasMore: boolean;
  selection: Selection;
}

export function ListHead({ params, tasks, hasMore, selection }: ListHeadProps) {
  const open = tasks.filter(isOpen);
  const shown = showsClosed(params) ? tasks.length : open.length;
  const isAll = open.length > 0 && selection.ids.size === open.length;
  return (
    <div className={classes.head}>
      {selection.isOn ? (
        <UnstyledButton
          className={classes.tool}
          onClick={() => (isAll ? selection.clear() : selection.choose(open.map(({ id }) => id)))}
          data-testid="select-all"
        >
          <IconChecks size={15} />
          {isAll ? t.selectNone : t.selectAll(open.length)}
        </UnstyledButton>
      ) : (
        <OrderMenu params={params} />
      )}
      <span className={classes.total}>{t.total(shown, hasMore)}</span>
      {open.length > 0 && (
        <UnstyledButton
          className={classes.tool}
          onClick={selection.isOn ? selection.clear : selection.start}
          data-testid="select-mode"
        >
          {selection.isOn ? t.selectEnd : t.select}
        </UnstyledButton>
      )}
    </div>
  );
}

function OrderMenu({ params }: { params: URLSearchParams }) {
  const navigate = useNavigate();
  const order = readOrder(params);
  const offered = ORDERS.filter((one) => one !== 'decided' || showsClosed(params));
  const go = (one: Order) =>
    void navigate(addressOf(changed(params, { order: one })), { replace: true });
  return (
    <Menu position="bottom-start">
      <Menu.Target>
        <UnstyledButton className={classes.tool} aria-label={t.orderIs(t.orders[order])}>
          <IconArrowsSort size={15} />
          {t.orders[order]}
        </UnstyledButton>
      </Menu.Target>
      <Menu.Dropdown>
        {offered.map((one) => (
          <Menu.Item
            key={one}
            onClick={() => go(one)}
            rightSection={one === order && <IconCheck size={14} />}
          >
            {t.orders[one]}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}
