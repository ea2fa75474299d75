import classes from './tasks.module.css';

/** The key of a button, in a cap. */
export const Key = ({ children }: { children: string }) => (
  <kbd className={classes.key} aria-hidden>
    {children}
  </kbd>
);
