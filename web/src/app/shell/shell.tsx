import { Drawer } from '@mantine/core';
import { Outlet, useLocation } from '@tanstack/react-router';
import { lazy, Suspense, useEffect, useState } from 'react';
import { useSession } from '../../api/queries.ts';
import { DemoStrip } from './demo-strip.tsx';
import { Navigation } from './navigation.tsx';
import classes from './shell.module.css';
import { TopBar } from './top-bar.tsx';
import { useShortcuts } from './use-shortcuts.ts';

const CommandPalette = lazy(() => import('./command-palette.tsx'));

/** Navigation, top bar and demo strip around the pages of someone signed in. */
export function Shell() {
  const session = useSession();
  const [isNavOpen, setNavOpen] = useState(false);
  const [isPaletteOpen, setPaletteOpen] = useState(false);
  const { pathname } = useLocation();
  useShortcuts(() => setPaletteOpen(true));
  // biome-ignore lint/correctness/useExhaustiveDependencies: the drawer closes whenever the page changes
  useEffect(() => setNavOpen(false), [pathname]);
  return (
    <div className={classes.shell} data-demo={session.isDemo || undefined}>
      <a href="#main" className={classes.skip}>
        Skip to the page
      </a>
      {session.isDemo ? <DemoStrip /> : null}
      <div className={classes.side}>
        <Navigation />
      </div>
      <Drawer
        opened={isNavOpen}
        onClose={() => setNavOpen(false)}
        position="left"
        size={264}
        withCloseButton={false}
        attributes={{ content: { 'aria-label': 'Navigation' } }}
        classNames={{ body: classes.drawer, content: classes.drawerContent }}
      >
        <Navigation onGo={() => setNavOpen(false)} />
      </Drawer>
      <TopBar onMenu={() => setNavOpen(true)} onSearch={() => setPaletteOpen(true)} />
      <main id="main" tabIndex={-1} className={classes.main}>
        <Outlet />
      </main>
      {isPaletteOpen ? (
        <Suspense fallback={null}>
          <CommandPalette onClose={() => setPaletteOpen(false)} />
        </Suspense>
      ) : null}
    </div>
  );
}
