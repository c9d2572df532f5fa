// The entry: providers around the router, nothing else.

// Style sheets first: those of the components come after Mantine's and win.
import './ui/styles';

import { MantineProvider } from '@mantine/core';
import { QueryClientProvider } from '@tanstack/react-query';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { RouterProvider } from 'react-router/dom';
import { makeQueryClient } from './api/queryClient';
import { LiveProvider } from './live/hooks';
import { makeRouter } from './routes';
import { setZone } from './strings/language';
import { reloadWhenStale } from './ui/shell/staleBuild';
import { cssVariablesResolver, setStyleNonce, styleNonce, theme } from './ui/theme';

setStyleNonce();
setZone(document.documentElement.dataset.zone);
reloadWhenStale();
const root = document.getElementById('root');
if (!root) throw new Error('The page has no #root');

createRoot(root).render(
  <StrictMode>
    <MantineProvider
      theme={theme}
      cssVariablesResolver={cssVariablesResolver}
      defaultColorScheme="auto"
      getStyleNonce={styleNonce}
    >
      <QueryClientProvider client={makeQueryClient()}>
        <LiveProvider>
          <RouterProvider router={makeRouter()} />
        </LiveProvider>
      </QueryClientProvider>
    </MantineProvider>
  </StrictMode>,
);
