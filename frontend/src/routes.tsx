// Every address of the application and the page that answers it, each loaded when it is needed.
import { type ComponentType, lazy, type ReactNode, Suspense } from 'react';
import { createBrowserRouter, Navigate, type RouteObject } from 'react-router';
import { SkeletonPage } from './ui/Skeletons';
import { ShellCrash } from './ui/shell/ErrorBoundary';
import { Shell } from './ui/shell/Shell';

function page(load: () => Promise<{ default: ComponentType }>): ReactNode {
  const Loaded = lazy(load);
  return (
    <Suspense fallback={<SkeletonPage />}>
      <Loaded />
    </Suspense>
  );
}

const inbox = page(() => import('./inbox/InboxPage'));

export const routes: RouteObject[] = [
  {
    element: <Shell />,
    errorElement: <ShellCrash />,
    children: [
      { path: '/', element: <Navigate to="/workflows" replace /> },
      { path: '/workflows', element: page(() => import('./workflows/WorkflowsPage')) },
      { path: '/workflows/:slug', element: page(() => import('./editor/EditorPage')) },
      { path: '/runs', element: page(() => import('./runs/RunsPage')) },
      { path: '/runs/:id', element: page(() => import('./run/RunPage')) },
      { path: '/runs/:id/compare', element: page(() => import('./run/compare/ComparePage')) },
      { path: '/inbox', element: inbox },
      { path: '/inbox/:id', element: inbox },
      { path: '/dashboard', element: page(() => import('./dashboard/DashboardPage')) },
      { path: '*', element: page(() => import('./ui/shell/NotFoundPage')) },
    ],
  },
];

export const makeRouter = () => createBrowserRouter(routes);
