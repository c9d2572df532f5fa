// The list twin of the canvas: every step with its lines, for building and connecting by keyboard alone.
import { Button } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { type KeyboardEvent, useMemo, useRef } from 'react';
import { useCell } from '../../canvas/cell';
import { outlineOf } from '../../graph/outline';
import { text } from '../../strings';
import { removeSelected } from '../actions/list';
import { useSession } from '../state/context';
import type { EditorSession } from '../state/session';
import { OutlineRow } from './OutlineRow';
import classes from './outline.module.css';

const t = text.canvas.outline;

/** Opens the menu of nodes beside the list; what is chosen follows the selected step. */
export function addAfter(session: EditorSession, beside: Element | null): void {
  const { view } = session;
  if (!view) return;
  const sole = session.soleNode();
  const box = beside?.getBoundingClientRect();
  const screen = box ? { x: box.right + 8, y: box.top } : view.centreOnScreen();
  const flow = view.besideNode(sole?.id ?? null) ?? view.centre();
  const from = sole && { node: sole.id, handle: null, side: 'out' as const };
  session.quickAdd.set({ screen, flow, ...(from && { from }) });
}

const ROW = '[data-outline-row]';
const rowsOf = (list: HTMLElement | null): HTMLElement[] => [
  ...(list?.querySelectorAll<HTMLElement>(ROW) ?? []),
];

/** The arrows go from row to row; Tab goes on to what stands in it. */
function goTo(list: HTMLElement | null, way: 'next' | 'previous' | 'first' | 'last'): void {
  const rows = rowsOf(list);
  const at = rows.findIndex((row) => row.contains(document.activeElement));
  const places = { next: at + 1, previous: at - 1, first: 0, last: rows.length - 1 };
  rows[places[way]]?.focus();
}

const WAYS = { ArrowDown: 'next', ArrowUp: 'previous', Home: 'first', End: 'last' } as const;

export function Outline() {
  const session = useSession();
  const graph = useCell(session.graph);
  const { nodes } = useCell(session.selection);
  const steps = useMemo(() => outlineOf(graph), [graph]);
  const list = useRef<HTMLOListElement>(null);
  const onKeyDown = (event: KeyboardEvent) => {
    const row = event.target instanceof Element ? event.target.closest<HTMLElement>(ROW) : null;
    const way = WAYS[event.key as keyof typeof WAYS];
    if (way) goTo(list.current, way);
    else if (!row || event.target !== row || event.shiftKey) return;
    else if (event.key === 'Enter') session.renaming.set(row.dataset.outlineRow ?? null);
    else if (event.key.toLowerCase() === 'n') addAfter(session, row);
    else if (event.key === 'Delete' || event.key === 'Backspace') {
      const rows = rowsOf(list.current);
      const near = rows[rows.indexOf(row) - 1] ?? rows[1];
      removeSelected(session);
      near?.focus();
    } else return;
    event.preventDefault();
    event.stopPropagation();
  };
  return (
    <nav className={classes.outline} aria-label={t.outline} data-testid="outline">
      {steps.length === 0 && <p>{t.empty}</p>}
      <ol ref={list} onKeyDown={onKeyDown}>
        {steps.map((step, index) => (
          <OutlineRow
            key={step.node.id}
            step={step}
            selected={nodes.has(step.node.id)}
            first={index === 0}
          />
        ))}
      </ol>
      <Button
        variant="default"
        size="xs"
        leftSection={<IconPlus size={14} />}
        onClick={(event) => addAfter(session, event.currentTarget)}
      >
        {nodes.size === 1 ? t.addAfter : t.add}
      </Button>
    </nav>
  );
}
