// Every address of the application and the page that answers it, each loaded when it is needed.
import type { ReactNode } from 'react';
import { createBrowserRouter, Navigate, type RouteObject } from 'react-router';
import { SkeletonPage } from './ui/Skeletons';
import { ShellCrash } from './ui/shell/ErrorBoundary';
import { type Load, later, wordy } from './ui/shell/later';
import { Shell } from './ui/shell/Shell';

function page(load: Load<object>): ReactNode {
  const Page = later(load, <SkeletonPage />);
  return <Page />;
}

/** A page whose words are not among the first. */
function wordyPage(load: Load<object>): ReactNode {
  const Page = wordy(load, <SkeletonPage />);
  return <Page />;
}

const inbox = page(() => import('./inbox/InboxPage'));

export const routes: RouteObject[] = [
  {
    element: <Shell />,
    errorElement: <ShellCrash />,
    children: [
      { path: '/', element: <Navigate to="/workflows" replace /> },
      { path: '/workflows', element: wordyPage(() => import('./workflows/WorkflowsPage')) },
      { path: '/workflows/:slug', element: wordyPage(() => import('./editor/EditorPage')) },
      { path: '/runs', element: wordyPage(() => import('./runs/RunsPage')) },
      { path: '/runs/file', element: wordyPage(() => import('./run/file/FilePage')) },
      { path: '/runs/:id', element: wordyPage(() => import('./run/RunPage')) },
      { path: '/runs/:id/compare', element: wordyPage(() => import('./run/compare/ComparePage')) },
      { path: '/inbox', element: inbox },
      { path: '/inbox/:id', element: inbox },
      { path: '/dashboard', element: wordyPage(() => import('./dashboard/DashboardPage')) },
      {
        path: '/dashboard/deliveries',
        element: wordyPage(() => import('./dashboard/DeliveriesPage')),
      },
      {
        path: '/dashboard/messages',
        element: wordyPage(() => import('./dashboard/MessagesPage')),
      },
      { path: '/settings', element: wordyPage(() => import('./settings/SettingsPage')) },
      {
        path: '/settings/webhooks',
        element: wordyPage(() => import('./settings/webhooks/WebhooksPage')),
      },
      { path: '*', element: page(() => import('./ui/shell/NotFoundPage')) },
    ],
  },
];

export const makeRouter = () => createBrowserRouter(routes);
