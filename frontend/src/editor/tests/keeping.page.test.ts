// Claims about undo over a reload: it belongs to the graph that the server has, else it is dropped.

import { renderHook } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import { retitle } from '../../graph/edits';
import { EMPTY_HISTORY } from '../../graph/history';
import { EXPENSE } from '../../graph/tests/samples';
import type { GraphNode } from '../../graph/types';
import { keep, restore } from '../history/keep';
import { useKeeping } from '../history/useKeeping';
import { deskWith } from './world';

function edited() {
  const { session, desk } = deskWith();
  session.do('Rename', retitle(EXPENSE.nodes[1] as GraphNode, 'Boss'));
  return { session, desk, graph: session.graph.get(), history: session.history.get() };
}

describe('undo over a reload', () => {
  it('comes back with the revision it ends at', () => {
    const { graph, history } = edited();
    keep('expense', { revision: 4, history, unsaved: null });
    const found = restore('expense', 4, graph);
    expect(found.history.past.map((step) => step.name)).toEqual(['Rename']);
    const { session } = deskWith(found.graph);
    session.history.set(found.history);
    session.undo();
    expect(session.graph.get()).toEqual(EXPENSE);
  });

  it('what was not saved yet comes back with it', () => {
    const { graph, history } = edited();
    keep('expense', { revision: 4, history, unsaved: graph });
    expect(restore('expense', 4, EXPENSE).graph).toEqual(graph);
  });

  it('a save that arrived while the page went is no other draft', () => {
    const { graph, history } = edited();
    keep('expense', { revision: 4, history, unsaved: graph });
    expect(restore('expense', 5, graph).history.past).toHaveLength(1);
  });

  it('is dropped when somebody else saved since, or for another workflow', () => {
    const { history } = edited();
    keep('expense', { revision: 4, history, unsaved: null });
    expect(restore('expense', 6, EXPENSE).history).toBe(EMPTY_HISTORY);
    expect(restore('other', 4, EXPENSE).history).toBe(EMPTY_HISTORY);
  });

  it('is not taken for a workflow of the same name in another workspace', () => {
    const { history } = edited();
    keep('expense', { revision: 4, history, unsaved: null });
    const workspaces = [
      { slug: 'main', name: 'Main', current: false },
      { slug: 'lab', name: 'Lab', current: true },
    ];
    const told = JSON.stringify({ username: 'ada', workspaces });
    document.body.innerHTML = `<script type="application/json" id="session">${told}</script>`;
    expect(restore('expense', 4, EXPENSE).history).toBe(EMPTY_HISTORY);
    document.body.innerHTML = '';
    expect(restore('expense', 4, EXPENSE).history.past).toHaveLength(1);
  });

  it('what is no history is none', () => {
    window.sessionStorage.setItem('fermata.steps.expense', '{"revision": 4, "history": 3}');
    expect(restore('expense', 4, EXPENSE).history).toBe(EMPTY_HISTORY);
    window.sessionStorage.setItem('fermata.steps.expense', 'no JSON');
    expect(restore('expense', 4, EXPENSE).graph).toBe(EXPENSE);
  });

  it('a very long history keeps its newest steps', () => {
    const step = {
      name: 'Rename',
      changes: retitle(EXPENSE.nodes[0] as GraphNode, 'x'.repeat(30_000)),
    };
    const past = Array.from({ length: 120 }, (_, at) => ({ ...step, name: `Step ${at}` }));
    keep('expense', { revision: 1, history: { past, future: [] }, unsaved: null });
    const found = restore('expense', 1, EXPENSE).history.past;
    expect(found.length).toBeLessThan(120);
    expect(found.at(-1)?.name).toBe('Step 119');
  });

  it('is written when the page goes', () => {
    const { session, desk } = edited();
    renderHook(() => useKeeping(desk));
    window.dispatchEvent(new Event('pagehide'));
    expect(restore('expense', 1, EXPENSE).graph).toEqual(session.graph.get());
  });
});
