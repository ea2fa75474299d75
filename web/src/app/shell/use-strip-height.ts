import { useEffect, useRef } from 'react';

/**
 * How much of the demo strip is in the window, as `--cs-strip` for whatever reaches down to the window's edge: the strip
 * scrolls away with the page, the navigation and the panes beside a list stay.
 */
export function useStripHeight<T extends HTMLElement>() {
  const strip = useRef<T>(null);
  useEffect(() => {
    const { current } = strip;
    const shell = current?.parentElement;
    if (!current || !shell) return;
    const follow = () => {
      const height = current.offsetHeight;
      const seen = Math.min(height, Math.max(0, height - window.scrollY));
      shell.style.setProperty('--cs-strip', `${seen}px`);
    };
    follow();
    window.addEventListener('scroll', follow, { passive: true });
    window.addEventListener('resize', follow);
    return () => {
      window.removeEventListener('scroll', follow);
      window.removeEventListener('resize', follow);
      shell.style.removeProperty('--cs-strip');
    };
  }, []);
  return strip;
}
