// Questions and forms in the inbox: chosen, written, skipped, filled in, and what is sent of it.
import { screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { Route, Routes } from 'react-router';
import { beforeAll, describe, expect, it, vi } from 'vitest';
import type { Task } from '../../../api/types';
import { me } from '../../../run/tests/samples';
import { page, problem, serve, show } from '../../../test/render';
import InboxPage from '../../InboxPage';
import { placeOf } from '../../list/place';
import { task } from '../samples';

// Loading the form library takes seconds on a busy machine.
vi.setConfig({ testTimeout: 30_000 });
// A busy machine takes its time to load what is opened.
beforeAll(() => import('../../task/TaskView'));

const options = ['Web site', 'Newsletter', 'Print', 'Radio', 'Fax'].map((label, index) => ({
  id: `o${index + 1}`,
  label,
}));
const ask = (patch: Partial<Task>) =>
  task('t1', 'Where should it go?', {
    kind: 'question',
    actions: options.map(({ id }) => id),
    options,
    input_type: 'choice',
    subject: null,
    ...patch,
  });

async function open(asked: Task, more: Parameters<typeof serve>[0] = {}) {
  let left = [asked];
  const calls = serve({
    'GET /api/me/': me(),
    'GET /api/tasks/': () => page(left),
    'GET /api/tasks/t1/': asked,
    'POST /api/tasks/t1/decide/': () => {
      left = [];
      return { ...asked, state: 'decided' };
    },
    ...more,
  });
  const element = (
    <Routes>
      <Route path="/inbox/:id?" element={<InboxPage />} />
    </Routes>
  );
  show(element, '/inbox/t1');
  await screen.findByRole('heading', { level: 1, name: asked.title });
  return () => calls.find((call) => call.path.endsWith('/decide/'))?.body;
}

describe('a question in the inbox', () => {
  it('with a few options has a button for each', async () => {
    const sent = await open(ask({ options: options.slice(0, 3) }));
    expect(screen.queryByTestId('comment')).toBeNull();
    await userEvent.click(screen.getByRole('button', { name: 'Newsletter' }));
    await waitFor(() => expect(sent()).toMatchObject({ decision: 'o2' }));
  });

  it('with many options is answered by choosing one', async () => {
    const sent = await open(ask({}));
    await userEvent.click(screen.getByTestId('question-answer'));
    expect(await screen.findByText('Choose one.')).toBeInTheDocument();
    await userEvent.click(screen.getByRole('radio', { name: 'Radio' }));
    await userEvent.click(screen.getByTestId('question-answer'));
    await waitFor(() => expect(sent()).toMatchObject({ data: { answer: 'o4' } }));
  });

  it('takes an answer in own words where that is allowed', async () => {
    const sent = await open(ask({ options: options.slice(0, 2), allow_custom: true }));
    await userEvent.click(screen.getByRole('radio', { name: 'Another answer' }));
    await userEvent.type(screen.getByTestId('question-own'), 'By carrier pigeon');
    await userEvent.click(screen.getByTestId('question-answer'));
    await waitFor(() => expect(sent()).toMatchObject({ data: { answer: 'By carrier pigeon' } }));
  });

  it('for several answers has a box for each option', async () => {
    const sent = await open(ask({ input_type: 'multiselect', allow_custom: true }));
    await userEvent.click(screen.getByRole('checkbox', { name: 'Web site' }));
    await userEvent.click(screen.getByRole('checkbox', { name: 'Print' }));
    await userEvent.type(screen.getByTestId('question-own'), 'Door');
    await userEvent.click(screen.getByTestId('question-answer'));
    await waitFor(() => expect(sent()).toMatchObject({ data: { answer: ['o1', 'o3', 'Door'] } }));
  });

  it('for a text is answered by writing, also with the keyboard alone', async () => {
    const sent = await open(ask({ input_type: 'text', options: null }));
    await userEvent.type(screen.getByTestId('question-text'), 'Everywhere');
    await userEvent.keyboard('{Control>}{Enter}{/Control}');
    await waitFor(() => expect(sent()).toMatchObject({ data: { answer: 'Everywhere' } }));
  });

  it('may be skipped only where the author allows it', async () => {
    const sent = await open(ask({ skippable: true }));
    await userEvent.click(screen.getByTestId('question-skip'));
    await waitFor(() => expect(sent()).toMatchObject({ data: { answer: null } }));
  });

  it('puts what the server refuses at the answer', async () => {
    const errors = [{ code: 'invalid', detail: 'One of: o1, o2.', attr: 'data.answer' }];
    await open(ask({ input_type: 'text', options: null }), {
      'POST /api/tasks/t1/decide/': problem(400, 'The answer is one of o1, o2.', errors),
    });
    expect(screen.queryByTestId('question-skip')).toBeNull();
    await userEvent.type(screen.getByTestId('question-text'), 'x');
    await userEvent.click(screen.getByTestId('question-answer'));
    expect(await screen.findByText('One of: o1, o2.')).toBeInTheDocument();
  });
});

describe('a form in the inbox', () => {
  it('is filled in and submitted', async () => {
    const schema = { type: 'object', properties: { size: { type: 'string', title: 'Size' } } };
    const form = { kind: 'form', options: [{ id: 'submitted' }], actions: [], schema } as const;
    const sent = await open(task('t1', 'Which T-shirt?', form as unknown as Partial<Task>));
    const field = await screen.findByRole('textbox', { name: 'Size' }, { timeout: 20_000 });
    await userEvent.type(field, 'M');
    expect(screen.queryByTestId('comment')).toBeNull();
    await userEvent.click(screen.getByRole('button', { name: 'Submit' }));
    await waitFor(() =>
      expect(sent()).toMatchObject({ decision: 'submitted', data: { size: 'M' } }),
    );
  });
});

describe('the place of a task', () => {
  it('is the way through the workflows around it', () => {
    const path = 'Onboarding › Laptop › Choose a model';
    expect(placeOf(task('t1', 'Which?', { path }))).toBe(path);
    expect(placeOf(task('t1', 'Pay?', { path: 'Expense approval › Review' }))).toBe(
      'Expense approval',
    );
  });
});
