// What the run list is narrowed by from elsewhere: told in words, counted, and taken off one by one.
import { screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { describe, expect, it } from 'vitest';
import { page, serve, show } from '../../test/render';
import { run, workflow } from '../../test/samples';
import { chipsOf } from '../chips';
import RunsPage from '../RunsPage';

describe('filters as chips', () => {
  it('puts each into words', () => {
    const words = chipsOf({
      status: 'completed,failed,cancelled',
      waiting: 'hand',
      version: '4',
      failed_node: '@run',
      held_by: 'w1',
      stuck: 'true',
      finished_after: '2026-03-10T12:00:00Z',
    }).map((chip) => chip.words);
    expect(words.slice(0, 6)).toEqual([
      'Ended',
      'To resume by hand',
      'Version 4',
      'Failed without a failing step',
      'Held by w1',
      'Stuck',
    ]);
    expect(words[6]).toMatch(/^Ended since Tue, 10 Mar 2026/);
  });

  it('shows none for what the header shows', () => {
    expect(chipsOf({ status: 'failed', workflow: 'expense', q: 'ann' })).toEqual([]);
    expect(chipsOf({ waiting: 'nonsense' })).toEqual([]);
  });
});

describe('the run list that a number opened', () => {
  const answers = {
    'GET /api/runs/': ({ query }: { query: URLSearchParams }) =>
      query.get('count') ? { ...page([run()]), count: 7 } : page([run()]),
    'GET /api/workflows/': page([workflow()]),
  };

  it('says how many there are and lets each filter be taken off', async () => {
    const calls = serve(answers);
    show(<RunsPage />, '/runs?status=failed&failed_node=charge&version=4');
    expect(await screen.findByText('7 runs')).toBeInTheDocument();
    const counted = calls.find((call) => call.query.get('count') === '1');
    expect(Object.fromEntries(counted?.query ?? [])).toMatchObject({
      status: 'failed',
      failed_node: 'charge',
      version: '4',
    });
    await userEvent.click(screen.getByRole('button', { name: 'Remove “Failed at charge”' }));
    expect(screen.getByTestId('address')).toHaveTextContent('/runs?status=failed&version=4');
  });

  it('takes all chips off at once and leaves the tab', async () => {
    serve(answers);
    show(<RunsPage />, '/runs?status=failed&failed_node=charge&version=4');
    await userEvent.click(await screen.findByRole('button', { name: 'Clear filters' }));
    await waitFor(() =>
      expect(screen.getByTestId('address')).toHaveTextContent('/runs?status=failed'),
    );
    expect(screen.queryByText('7 runs')).not.toBeInTheDocument();
  });

  it('counts nothing where nobody came for a number', async () => {
    const calls = serve(answers);
    show(<RunsPage />, '/runs?status=failed');
    await screen.findByText('Expense approval', { selector: 'span' });
    expect(calls.some((call) => call.query.get('count'))).toBe(false);
  });
});
