// Opens the inbox over made-up tasks, for the tests of its list.
import { Notifications } from '@mantine/notifications';
import { Route, Routes } from 'react-router';
import type { Task } from '../../../api/types';
import { me } from '../../../run/tests/samples';
import { page, serve, show } from '../../../test/render';
import InboxPage from '../../InboxPage';
import { task } from '../samples';

// A busy machine takes longer than a test waits: for what comes after a click, and for the rest.
await Promise.all([
  import('../../task/TaskPane'),
  import('../../filters/ChipList'),
  import('../../filters/FilterPanel'),
  import('../../bulk/BulkDialog'),
  import('../../views/SaveView'),
  import('../../views/ManageViews'),
  import('../../keys/KeysHelp'),
]);

export const TITLES = ['Pay for Lisbon?', 'Publish the guide?', 'Let Tom in?', 'Refund 20931?'];

/** Four open tasks, t1 to t4. */
export const four = (): Task[] => TITLES.map((title, index) => task(`t${index + 1}`, title));

/** `answers` replace those of an API that holds these tasks and no views. */
export function openInbox(at: string, tasks: Task[] = four(), answers = {}) {
  const calls = serve({
    'GET /api/me/': me(),
    'GET /api/people/': {
      users: [{ username: 'alice', name: 'Alice Wong' }],
      groups: [{ name: 'managers', count: 2 }],
    },
    'GET /api/workflows/': page([]),
    'GET /api/views/': { results: [] },
    'GET /api/tasks/': () => page(tasks),
    'GET /api/tasks/counts/': { mine: 4, unassigned: 1, team: 1200, upcoming: 0, overdue: 0 },
    ...Object.fromEntries(tasks.map((one) => [`GET /api/tasks/${one.id}/`, one])),
    ...answers,
  });
  const element = (
    <>
      <Routes>
        <Route path="/inbox/:id?" element={<InboxPage />} />
        <Route path="*" element={null} />
      </Routes>
      <Notifications />
    </>
  );
  return { calls, ...show(element, at) };
}
