import type { ComponentType } from 'react';
import classes from './path.module.css';

export const initialsOf = (name: string): string => {
  const words = name.split(/[\s._-]+/).filter((word) => /^\p{L}/u.test(word));
  const [first, last] = [words[0], words.length > 1 ? words.at(-1) : undefined];
  return `${first?.[0] ?? name[0] ?? '?'}${last?.[0] ?? ''}`.toUpperCase();
};

/** A person as initials; what is no person gets the icon of its kind. Decoration: the name stands beside it. */
export function Avatar({
  name,
  icon: Icon,
  size = 20,
}: {
  name: string;
  icon?: ComponentType<{ size?: number; stroke?: number }>;
  size?: number;
}) {
  return (
    <span className={classes.avatar} style={{ width: size, height: size, fontSize: size < 22 ? 9.5 : 11 }} aria-hidden>
      {Icon ? <Icon size={Math.round(size * 0.62)} stroke={1.75} /> : initialsOf(name)}
    </span>
  );
}
