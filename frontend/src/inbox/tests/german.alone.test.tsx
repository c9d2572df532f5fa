// The inbox in German: due dates, facts, and the page as a whole.
import { screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { Route, Routes } from 'react-router';
import { describe, expect, it } from 'vitest';
import { me } from '../../run/tests/samples';
import { inGerman } from '../../test/german';
import { page, problem, serve } from '../../test/render';
import { task } from './samples';

const now = new Date(2026, 0, 5, 10, 0).getTime();
const hours = (count: number) => new Date(now + count * 3_600_000).toISOString();

describe('in German', () => {
  it('due dates read as people say them', async () => {
    const { dueWords } = await inGerman(() => import('../list/due'));
    const due = (left: number) => dueWords(hours(left), hours(-1), now).words;
    expect(due(2)).toBe('fällig in 2 h');
    expect(due(25)).toBe('morgen fällig');
    expect(due(48)).toBe('fällig Mi');
    expect(due(24 * 20)).toBe('fällig 25. Jan.');
    expect(due(-49)).toBe('2 Tage überfällig');
  });

  it('facts have German numbers, dates and answers', async () => {
    const { factsOf } = await inGerman(() => import('../facts/readFacts'));
    const subject = { amount: 12500.5, currency: 'EUR', urgent: true, start: '2026-02-03' };
    const shown = factsOf(subject).map(({ value }) => 'text' in value && value.text);
    expect(shown).toEqual(['12.500,50\u00a0€', 'Ja', '3. Februar 2026']);
  });

  it('a task is decided, and a refusal is told', async () => {
    const asked = task('t1', 'Lissabon bezahlen?');
    serve({
      'GET /api/me/': me(),
      'GET /api/people/': { users: [], groups: [] },
      'GET /api/tasks/': page([asked]),
      'GET /api/tasks/t1/': asked,
      'POST /api/tasks/t1/decide/': problem(403, 'Whoever asked may not decide.', [
        { code: 'four_eyes', detail: 'Whoever asked may not decide.', attr: null },
      ]),
    });
    const [{ show }, { default: InboxPage }] = await inGerman(() =>
      Promise.all([import('../../test/render'), import('../InboxPage')]),
    );
    const { Notifications } = await import('@mantine/notifications');
    show(
      <>
        <Routes>
          <Route path="/inbox/:id?" element={<InboxPage />} />
        </Routes>
        <Notifications />
      </>,
      '/inbox',
    );
    const reject = await screen.findByTestId('decide-rejected', {}, { timeout: 8000 });
    expect(reject).toHaveTextContent('Ablehnen');
    expect(screen.getByText('Zu entscheiden von Ihnen oder managers')).toBeInTheDocument();
    await userEvent.click(screen.getByTestId('decide-approved'));
    expect(
      await screen.findByText(/Wer angefragt hat, darf nicht selbst entscheiden\./),
    ).toBeInTheDocument();
  });
});
