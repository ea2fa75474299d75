import { type ReactNode, useEffect } from 'react';
import { Logo } from '../../ui/layout/logo.tsx';
import classes from './security.module.css';

/** The page before one is signed in: mark, title, one column. */
export function Outside({ title, children }: { title: string; children: ReactNode }) {
  useEffect(() => {
    document.title = `${title} · Countersign`;
  }, [title]);
  return (
    <main className={classes.outside}>
      <div className={classes.mark}>
        <Logo size={24} />
        Countersign
      </div>
      <h1 className={classes.title}>{title}</h1>
      {children}
    </main>
  );
}
