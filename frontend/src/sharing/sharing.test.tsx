// Claims about the dialog that says who has access.
import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { describe, expect, it, vi } from 'vitest';
import { useWorkflow } from '../api/queries';
import { problem, serve, show } from '../test/render';
import { ShareButton } from './ShareButton';

const OWNER = { kind: 'user', name: 'ada', label: 'Ada Lovelace', role: 'owner' };
const BEN = { kind: 'user', name: 'ben', label: 'Ben', role: 'viewer' };
const PEOPLE = {
  users: [
    { username: 'ada', name: 'Ada Lovelace' },
    { username: 'ben', name: 'Ben' },
    { username: 'cleo', name: 'Cleo' },
  ],
  groups: [{ name: 'finance', count: 3 }],
};

async function open(can_share = true) {
  const access = { restricted: false, can_share, grants: [OWNER, BEN] };
  const calls = serve({
    'GET /api/people/': PEOPLE,
    'GET /api/workflows/trip/access/': access,
    'PUT /api/workflows/trip/access/': access,
  });
  show(<ShareButton slug="trip" />);
  await userEvent.click(screen.getByRole('button', { name: 'Share' }));
  await screen.findByText('Ada Lovelace');
  return () => calls.filter(({ method }) => method === 'PUT').map(({ body }) => body);
}

function Page() {
  useWorkflow('trip');
  return <ShareButton slug="trip" />;
}

describe('the dialog', () => {
  it('adds a group, changes a role, restricts, and sends all of it once', async () => {
    const sent = await open();
    await userEvent.click(screen.getByRole('combobox', { name: 'Add a person or group' }));
    await userEvent.click(await screen.findByRole('option', { name: 'finance (3 people)' }));
    await userEvent.click(screen.getByRole('combobox', { name: 'Role of Ben' }));
    await userEvent.click(await screen.findByRole('option', { name: 'Editor' }));
    await userEvent.click(screen.getByRole('switch', { name: /Only people named here/ }));
    await userEvent.click(screen.getByRole('button', { name: 'Save' }));
    await waitFor(() => expect(sent()).toHaveLength(1));
    expect(sent()[0]).toEqual({
      restricted: true,
      grants: [
        { kind: 'user', name: 'ada', role: 'owner' },
        { kind: 'user', name: 'ben', role: 'editor' },
        { kind: 'group', name: 'finance', role: 'viewer' },
      ],
    });
  });

  it('keeps the last owner, and lets others go', async () => {
    await open();
    expect(screen.getByRole('button', { name: 'Remove Ada Lovelace' })).toBeDisabled();
    expect(screen.getByRole('combobox', { name: 'Role of Ada Lovelace' })).toBeDisabled();
    await userEvent.click(screen.getByRole('button', { name: 'Remove Ben' }));
    const rows = screen.getByRole('list', { name: 'People and groups with access' });
    expect(within(rows).getAllByRole('listitem')).toHaveLength(1);
  });

  it('only shows it to those who may not change it', async () => {
    await open(false);
    expect(screen.getByRole('switch', { name: /Only people named here/ })).toBeDisabled();
    expect(screen.queryByRole('button', { name: 'Save' })).toBeNull();
  });

  it('asks for the workflow anew once it is shared, for what people may do there', async () => {
    const access = { restricted: false, can_share: true, grants: [OWNER, BEN] };
    const calls = serve({
      'GET /api/people/': PEOPLE,
      'GET /api/workflows/trip/': { slug: 'trip' },
      'GET /api/workflows/trip/access/': access,
      'PUT /api/workflows/trip/access/': access,
    });
    show(<Page />);
    await userEvent.click(screen.getByRole('button', { name: 'Share' }));
    await userEvent.click(await screen.findByRole('button', { name: 'Save' }));
    const asked = () => calls.filter(({ path }) => path === '/api/workflows/trip/').length;
    await waitFor(() => expect(asked()).toBe(2));
  });

  it('offers to ask again when it could not be loaded, and shows no form beside it', async () => {
    const answers = vi.fn(() => problem(403, 'Not you.') as unknown);
    serve({ 'GET /api/people/': PEOPLE, 'GET /api/workflows/trip/access/': () => answers() });
    show(<ShareButton slug="trip" />);
    await userEvent.click(screen.getByRole('button', { name: 'Share' }));
    const again = await screen.findByRole('button', { name: 'Try again' });
    expect(screen.queryByRole('switch')).toBeNull();
    answers.mockReturnValue({ restricted: false, can_share: true, grants: [OWNER] });
    await userEvent.click(again);
    await screen.findByText('Ada Lovelace');
    expect(screen.queryByRole('alert')).toBeNull();
  });
});
