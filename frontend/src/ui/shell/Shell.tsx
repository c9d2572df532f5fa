// The frame around every page.
import { Notifications } from '@mantine/notifications';
import { Outlet, useLocation } from 'react-router';
import { ConfirmDialog } from '../confirm';
import { ErrorBoundary } from '../ErrorBoundary';

export function Shell() {
  const { pathname } = useLocation();
  return (
    <>
      <ErrorBoundary resetKey={pathname}>
        <Outlet />
      </ErrorBoundary>
      <ConfirmDialog />
      <Notifications position="top-right" limit={3} />
    </>
  );
}
