// Every address of the application and the page that answers it, each loaded when it is needed.
import { type ComponentType, lazy, type ReactNode, Suspense } from 'react';
import { createBrowserRouter, Navigate, type RouteObject } from 'react-router';
import { speakMore } from './strings/loading';
import { SkeletonPage } from './ui/Skeletons';
import { ShellCrash } from './ui/shell/ErrorBoundary';
import { Shell } from './ui/shell/Shell';

type Load = () => Promise<{ default: ComponentType }>;

function page(load: Load): ReactNode {
  const Loaded = lazy(load);
  return (
    <Suspense fallback={<SkeletonPage />}>
      <Loaded />
    </Suspense>
  );
}

/** A page whose words are not among the first; they are there before its modules are. */
const wordy = (load: Load) => page(() => speakMore().then(load));

const inbox = page(() => import('./inbox/InboxPage'));

export const routes: RouteObject[] = [
  {
    element: <Shell />,
    errorElement: <ShellCrash />,
    children: [
      { path: '/', element: <Navigate to="/workflows" replace /> },
      { path: '/workflows', element: wordy(() => import('./workflows/WorkflowsPage')) },
      { path: '/workflows/:slug', element: wordy(() => import('./editor/EditorPage')) },
      { path: '/runs', element: wordy(() => import('./runs/RunsPage')) },
      { path: '/runs/file', element: wordy(() => import('./run/file/FilePage')) },
      { path: '/runs/:id', element: wordy(() => import('./run/RunPage')) },
      { path: '/runs/:id/compare', element: wordy(() => import('./run/compare/ComparePage')) },
      { path: '/inbox', element: inbox },
      { path: '/inbox/:id', element: inbox },
      { path: '/dashboard', element: wordy(() => import('./dashboard/DashboardPage')) },
      {
        path: '/dashboard/deliveries',
        element: wordy(() => import('./dashboard/DeliveriesPage')),
      },
      {
        path: '/dashboard/messages',
        element: wordy(() => import('./dashboard/MessagesPage')),
      },
      { path: '/settings', element: wordy(() => import('./settings/SettingsPage')) },
      {
        path: '/settings/webhooks',
        element: wordy(() => import('./settings/webhooks/WebhooksPage')),
      },
      { path: '*', element: page(() => import('./ui/shell/NotFoundPage')) },
    ],
  },
];

export const makeRouter = () => createBrowserRouter(routes);
