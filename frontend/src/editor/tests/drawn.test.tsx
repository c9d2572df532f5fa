// Claims about what is drawn: notes are safe markdown, the outline builds by keyboard, search selects.
import { screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { ReactFlowProvider } from '@xyflow/react';
import { describe, expect, it, vi } from 'vitest';
import { Markdown } from '../../canvas/drawn/Markdown';
import { blocksOf, piecesOf } from '../../canvas/drawn/readMarkdown';
import { HistoryButton } from '../flow/HistoryButton';
import { SelectionBar } from '../flow/SelectionBar';
import { Outline } from '../outline/Outline';
import { ConnectDialog } from '../search/ConnectDialog';
import { SearchBar } from '../search/SearchBar';
import { nudge } from '../state/edit';
import { deskWith, draw } from './world';

describe('the markdown of notes', () => {
  it('knows headings, lists, code, bold, italic and links', () => {
    draw(
      deskWith().desk,
      <Markdown
        words={
          '# Head\n\nSee **bold**, *italic*, `code` and [us](https://example.org).\n- one\n- two\n\n```\nx = 1\n```'
        }
      />,
    );
    expect(screen.getByText('bold').tagName).toBe('STRONG');
    expect(screen.getByText('italic').tagName).toBe('EM');
    expect(screen.getByRole('link', { name: 'us' })).toHaveAttribute('href', 'https://example.org');
    expect(screen.getAllByRole('listitem')).toHaveLength(2);
    expect(screen.getByText('x = 1').tagName).toBe('PRE');
  });

  it('makes no element of HTML and no link of a script', () => {
    const words = '<img src=x onerror=alert(1)> [go](javascript:alert(1)) snake_case_name';
    const { container } = draw(deskWith().desk, <Markdown words={words} />);
    expect(container.querySelector('img, a, em')).toBeNull();
    expect(container).toHaveTextContent(words);
  });

  it('loses no word, whatever is written', () => {
    expect(
      piecesOf('a * b ** c')
        .map((piece) => piece.words)
        .join(''),
    ).toBe('a * b ** c');
    expect(blocksOf('```\nopen')).toEqual([{ kind: 'code', words: 'open' }]);
    expect(blocksOf('1. a\n2. b')).toEqual([{ kind: 'list', ordered: true, items: ['a', 'b'] }]);
  });
});

describe('the outline', () => {
  it('lists steps with their lines; arrows walk, Delete heals', async () => {
    const { session, desk } = deskWith();
    draw(desk, <Outline />);
    const list = screen.getByTestId('outline');
    expect(within(list).getByLabelText('On approved, leads to pay')).toBeInTheDocument();
    screen.getByTestId('outline-submit').focus();
    await userEvent.keyboard('{ArrowDown}');
    expect(session.soleNode()?.id).toBe('review');
    await userEvent.keyboard('{End}');
    expect(session.soleNode()?.id).toBe('tell');
    await userEvent.keyboard('{Delete}');
    await vi.waitFor(() => expect(screen.queryByTestId('outline-tell')).toBeNull());
    expect(session.soleNode()?.id).toBe('pay');
    session.undo();
    expect(await screen.findByTestId('outline-tell')).toBeInTheDocument();
  });

  it('deletes a line of the selected step', async () => {
    const { session, desk } = deskWith();
    session.select(['review']);
    draw(desk, <Outline />);
    await userEvent.click(screen.getByRole('button', { name: 'Delete the line to pay' }));
    expect(session.graph.get().edges.map(({ id }) => id)).toEqual(['e1', 'e3']);
  });
});

describe('over the canvas', () => {
  it('search goes from hit to hit with Enter', async () => {
    const { session, desk } = deskWith();
    session.tool.set('search');
    draw(desk, <SearchBar />);
    await userEvent.type(screen.getByRole('textbox'), 'e');
    const first = session.soleNode()?.id;
    expect(screen.getByText(/^1 of/)).toBeInTheDocument();
    await userEvent.keyboard('{Enter}');
    expect(session.soleNode()?.id).not.toBe(first);
    await userEvent.keyboard('{Escape}');
    expect(screen.queryByTestId('graph-search')).toBeNull();
  });

  it('connects by keyboard, and says why where it cannot', async () => {
    const { session, desk } = deskWith();
    session.select(['pay']);
    session.tool.set('connect');
    draw(desk, <ConnectDialog />);
    await userEvent.type(await screen.findByTestId('connect-query'), 'submit{Enter}');
    expect(await screen.findByText(/^Not possible/)).toBeInTheDocument();
    await userEvent.clear(screen.getByTestId('connect-query'));
    await userEvent.type(screen.getByTestId('connect-query'), 'tell{Enter}');
    expect(session.graph.get().edges.at(-1)).toMatchObject({ source: 'pay', target: 'tell' });
    expect(session.tool.get()).toBeNull();
  });

  it('several things get a bar of what can be done to them', async () => {
    const { session, desk } = deskWith();
    session.select(['pay']);
    draw(desk, <SelectionBar />);
    expect(screen.queryByTestId('selection-bar')).toBeNull();
    session.select(['pay', 'tell', 'review']);
    await userEvent.click(await screen.findByRole('button', { name: 'Align left' }));
    await userEvent.click(screen.getByRole('button', { name: /^Group/ }));
    expect(session.history.get().past.map((step) => step.name)).toEqual(['Align', 'Group 3 nodes']);
  });

  it('the history is a list to go to any step of', async () => {
    const { session, desk } = deskWith();
    session.select(['pay']);
    nudge(session, 1, 0);
    draw(
      desk,
      <ReactFlowProvider>
        <HistoryButton />
      </ReactFlowProvider>,
    );
    await userEvent.click(screen.getByRole('button', { name: 'History' }));
    await userEvent.click(await screen.findByRole('button', { name: 'As it was opened' }));
    expect(session.history.get().future).toHaveLength(1);
    expect(screen.getByRole('button', { name: /Move.*undone/ })).toBeInTheDocument();
  });
});
