import '@fontsource-variable/inter/wght.css';
import '@fontsource-variable/jetbrains-mono/wght.css';
import '@mantine/core/styles.css';
import './base.css';
import { MantineProvider } from '@mantine/core';
import { QueryClientProvider } from '@tanstack/react-query';
import { RouterProvider } from '@tanstack/react-router';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { signedOutEvent } from '../api/client.ts';
import { sessionOptions } from '../api/queries.ts';
import { queryClient } from '../api/query-client.ts';
import { router } from './router.tsx';
import { styleNonce } from './style-nonce.ts';
import { cssVariablesResolver, theme } from './theme.ts';

/** A session that ends while the page is open leads to sign-in, and from there back to where one was. */
window.addEventListener(signedOutEvent, () => {
  if (/^\/(sign-in|signed-out)(\/|$)/.test(window.location.pathname)) return;
  queryClient.removeQueries({ queryKey: sessionOptions.queryKey });
  const next = window.location.pathname + window.location.search;
  void router.navigate({ to: '/sign-in', search: { next } });
});

const root = document.getElementById('root');
if (root) {
  createRoot(root).render(
    <StrictMode>
      <MantineProvider
        theme={theme}
        cssVariablesResolver={cssVariablesResolver}
        defaultColorScheme="auto"
        getStyleNonce={() => styleNonce}
      >
        <QueryClientProvider client={queryClient}>
          <RouterProvider router={router} />
        </QueryClientProvider>
      </MantineProvider>
    </StrictMode>,
  );
}
