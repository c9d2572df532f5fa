// The run list in each of its states.
import { screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { describe, expect, it } from 'vitest';
import { page, problem, serve, show } from '../../test/render';
import { run, suspension, workflow } from '../../test/samples';
import RunsPage from '../RunsPage';

const answers = (runs: unknown) => ({
  'GET /api/runs/': runs,
  'GET /api/workflows/': page([workflow()]),
});

describe('the run list', () => {
  it('says what a waiting run waits for', async () => {
    const waiting = run({ status: 'suspended', suspensions: [suspension()] });
    serve(answers(page([waiting])));
    show(<RunsPage />);
    expect(await screen.findByText('Waiting for managers')).toBeInTheDocument();
    expect(screen.getByText('Check the receipt')).toBeInTheDocument();
  });

  it('asks for the status of the tab and keeps it in the address', async () => {
    const calls = serve(answers(page([run()])));
    show(<RunsPage />, '/runs');
    await userEvent.click(await screen.findByLabelText('Failed'));
    await waitFor(() =>
      expect(calls.some((call) => call.query.get('status') === 'failed')).toBe(true),
    );
    expect(screen.getByTestId('address')).toHaveTextContent('/runs?status=failed');
  });

  it('tells an empty list from an empty filter', async () => {
    serve(answers(page([])));
    const { router } = show(<RunsPage />, '/runs?status=failed&workflow=expense');
    expect(await screen.findByText('No run matches these filters')).toBeInTheDocument();
    expect(screen.getByText('Failed · expense')).toBeInTheDocument();
    await userEvent.click(screen.getByText('Clear filters'));
    expect(await screen.findByText('No runs yet')).toBeInTheDocument();
    expect(router.state.location.search).toBe('');
  });

  it('loads more by the cursor', async () => {
    const second = run({ id: 'r2', workflow_name: 'Refund' });
    serve(
      answers(({ query }: { query: URLSearchParams }) =>
        query.get('cursor') === 'next1'
          ? page([second])
          : page([run()], 'http://test/api/runs/?cursor=next1'),
      ),
    );
    show(<RunsPage />);
    await userEvent.click(await screen.findByText('Show more'));
    expect(await screen.findByText('Refund')).toBeInTheDocument();
    const addresses = screen.getAllByRole('link').map((link) => link.getAttribute('href'));
    expect(addresses.filter((address) => address !== '/runs/file')).toHaveLength(2);
  });

  it('says what is safe when it cannot be loaded, with an id to quote', async () => {
    serve(answers(problem(500, 'The database does not answer.')));
    show(<RunsPage />);
    const alert = await screen.findByRole('alert');
    expect(alert).toHaveTextContent('The database does not answer. Nothing was changed.');
    expect(alert).toHaveTextContent('abc123');
  });
});
