// What is done with a task short of deciding it: asking back, handing over, comments with files.
import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { describe, expect, it, vi } from 'vitest';
import type { Task } from '../../../api/types';
import { task } from '../samples';
import { open } from './open';

vi.setConfig({ testTimeout: 30_000 });

const pay = (patch: Partial<Task> = {}) => task('t1', 'Pay for Lisbon?', patch);
const rights = (can: Partial<Task['can']>) => ({ can: { ...pay().can, ...can } });

/** A server that takes every file, or refuses each. */
function takeFiles(status = 201) {
  class Call {
    upload: { onprogress?: (event: object) => void } = {};
    status = status;
    statusText = '';
    responseText =
      status === 201
        ? JSON.stringify({ id: 'f1', name: 'bill.pdf', size: 84_213 })
        : JSON.stringify({ status, detail: 'Empty.', code: 'empty_file' });
    onload?: () => void;
    open = vi.fn();
    setRequestHeader = vi.fn();
    getResponseHeader = () => null;
    abort = vi.fn();
    send() {
      queueMicrotask(() => this.onload?.());
    }
  }
  vi.stubGlobal('XMLHttpRequest', Call);
}

const bill = new File(['%PDF-'], 'bill.pdf', { type: 'application/pdf' });
const input = () =>
  within(screen.getByTestId('comment-form')).getByTestId<HTMLInputElement>('file-input');

describe('asking for information', () => {
  it('goes to whoever asked, by the key Q', async () => {
    const { sent } = await open(pay(), {
      'POST /api/tasks/t1/ask/': pay({ info_from: 'alice' }),
    });
    await userEvent.keyboard('q');
    await userEvent.click(await screen.findByTestId('ask-send'));
    expect(await screen.findByText('Write what you want to know.')).toBeInTheDocument();
    await userEvent.type(screen.getByTestId('ask-text'), 'Which hotel?');
    await userEvent.click(screen.getByTestId('ask-send'));
    await waitFor(() => expect(sent('ask')).toEqual({ to: 'alice', text: 'Which hotel?' }));
    expect(await screen.findByText('Waits for information from Alice Wong')).toBeInTheDocument();
  });

  it('is answered at the top by who is asked', async () => {
    const comments = [
      {
        by: 'ben',
        at: '2026-01-05T10:00:00Z',
        text: 'Which hotel?',
        mentions: [],
        files: [],
        asks: 'ann',
        answers: false,
      },
    ];
    const { sent } = await open(
      pay({ info_from: 'ann', comments }),
      { 'POST /api/tasks/t1/comment/': pay() },
      { username: 'ann' },
    );
    const box = screen.getByTestId('asked-of-you');
    expect(box).toHaveTextContent('Which hotel?');
    await userEvent.type(within(box).getByTestId('comment-text'), 'The blue one');
    await userEvent.click(within(box).getByTestId('comment-post'));
    await waitFor(() => expect(sent('comment')).toEqual({ text: 'The blue one' }));
    await waitFor(() => expect(screen.queryByTestId('asked-of-you')).toBeNull());
  });
});

describe('handing over', () => {
  it('asks to whom, and goes on', async () => {
    const { sent, onOpen } = await open(pay(), { 'POST /api/tasks/t1/delegate/': pay() });
    await userEvent.click(screen.getByTestId('act-delegate'));
    await userEvent.click(await screen.findByTestId('delegate-send'));
    expect(await screen.findByText('Choose somebody.')).toBeInTheDocument();
    await userEvent.type(screen.getByTestId('person'), 'Ben');
    await userEvent.click(await screen.findByRole('option', { name: 'Ben Ode' }));
    await userEvent.click(screen.getByTestId('delegate-send'));
    await waitFor(() => expect(sent('delegate')).toEqual({ to: 'ben' }));
    await waitFor(() => expect(onOpen).toHaveBeenCalled());
  });
});

describe('the bar', () => {
  it('offers what the server allows and nothing else', async () => {
    await open(pay(rights({ ask: false, delegate: false, claim: false, comment: false })));
    for (const act of ['ask', 'delegate', 'claim', 'release', 'nudge']) {
      expect(screen.queryByTestId(`act-${act}`)).toBeNull();
    }
    expect(screen.queryByTestId('comment-open')).toBeNull();
  });

  it('reminds and ranks from its menu', async () => {
    const { sent } = await open(pay(rights({ nudge: true })), {
      'POST /api/tasks/t1/nudge/': pay(),
      'POST /api/tasks/t1/priority/': pay({ priority: 2 }),
    });
    await userEvent.click(screen.getByTestId('act-more'));
    await userEvent.click(await screen.findByTestId('act-nudge'));
    await waitFor(() => expect(sent('nudge')).toEqual({}));
    await userEvent.click(screen.getByTestId('act-more'));
    await userEvent.click(await screen.findByTestId('priority-urgent'));
    await waitFor(() => expect(sent('priority')).toEqual({ priority: 'urgent' }));
    expect(await screen.findByText('Urgent priority')).toBeInTheDocument();
  });
});

describe('a comment', () => {
  it('mentions whom one chooses behind an @', async () => {
    const { sent } = await open(pay(), { 'POST /api/tasks/t1/comment/': pay() });
    await userEvent.click(screen.getByTestId('comment-open'));
    await userEvent.type(screen.getByTestId('comment-text'), 'See @be');
    expect(await screen.findByRole('option', { name: /Ben Ode/ })).toBeInTheDocument();
    await userEvent.keyboard('{Enter}');
    expect(screen.getByTestId('comment-text')).toHaveValue('See @ben ');
    await userEvent.keyboard('{Control>}{Enter}{/Control}');
    await waitFor(() => expect(sent('comment')).toEqual({ text: 'See @ben' }));
  });

  it('takes a file along', async () => {
    takeFiles();
    const { sent } = await open(pay(), { 'POST /api/tasks/t1/comment/': pay() });
    await userEvent.click(screen.getByTestId('comment-open'));
    await userEvent.upload(input(), bill);
    const link = await screen.findByRole('link', { name: /bill\.pdf/ });
    expect(link).toHaveAttribute('href', '/api/attachments/f1/');
    expect(link).toHaveTextContent('84 kB');
    await userEvent.click(screen.getByTestId('comment-post'));
    await waitFor(() => expect(sent('comment')).toEqual({ text: '', attachments: ['f1'] }));
  });

  it('says why a file was not taken', async () => {
    takeFiles(400);
    await open(pay());
    await userEvent.click(screen.getByTestId('comment-open'));
    await userEvent.upload(input(), bill);
    expect(await screen.findByText('The file is empty.')).toBeInTheDocument();
    expect(screen.getByTestId('comment-post')).toBeDisabled();
  });
});
