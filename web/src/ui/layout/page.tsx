import { IconChevronRight } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { Fragment, type ReactNode, useEffect, useRef } from 'react';
import classes from './page.module.css';

interface PageProps {
  title: string;
  /** Where this page hangs: shown above the title, each a link. */
  trail?: { label: string; to?: string }[];
  /** The last part of the trail, where the title would be too long for it. */
  here?: string;
  /** Beside the title: the state. */
  beside?: ReactNode;
  /** Right of the title; at most one of them primary. */
  actions?: ReactNode;
  /** One line of facts under the title. */
  facts?: ReactNode;
  children: ReactNode;
}

/** The frame of every page: trail, title, state, facts and actions in the same places. Moves focus to its title. */
export function Page({ title, trail, here, beside, actions, facts, children }: PageProps) {
  return (
    <div className={classes.page}>
      {trail ? <Trail trail={trail} last={here ?? title} /> : null}
      <header className={classes.head}>
        <div className={classes.titleLine}>
          <PageTitle title={title} />
          {beside}
        </div>
        {actions ? <div className={classes.actions}>{actions}</div> : null}
      </header>
      {facts ? <div className={classes.facts}>{facts}</div> : null}
      {children}
    </div>
  );
}

function PageTitle({ title }: { title: string }) {
  const heading = useRef<HTMLHeadingElement>(null);
  const wasFocused = useRef(false);
  useEffect(() => {
    document.title = title ? `${title} · Countersign` : 'Countersign';
    // Once for each page, not again when its title becomes known: somebody may be typing by then.
    if (wasFocused.current || document.activeElement?.matches('input, textarea, select')) return;
    wasFocused.current = true;
    heading.current?.focus({ preventScroll: true });
  }, [title]);
  return (
    <h1 ref={heading} tabIndex={-1} className={classes.title}>
      {title}
    </h1>
  );
}

function Trail({ trail, last }: { trail: { label: string; to?: string }[]; last: string }) {
  return (
    <nav aria-label="Where this page is" className={classes.trail}>
      {trail.map((at) => (
        <Fragment key={at.label}>
          {at.to ? <Link to={at.to}>{at.label}</Link> : <span>{at.label}</span>}
          <IconChevronRight size={12} stroke={1.75} aria-hidden />
        </Fragment>
      ))}
      <span aria-current="page">{last}</span>
    </nav>
  );
}

/** A labelled fact of the line under the title. */
export function Fact({ label, children }: { label?: string; children: ReactNode }) {
  return (
    <span className={classes.fact}>
      {label ? <span className={classes.factLabel}>{label}</span> : null}
      <span className={classes.factValue}>{children}</span>
    </span>
  );
}

/** A part of a page with its own heading, count and action. */
export function Section(props: {
  title: string;
  count?: ReactNode;
  note?: ReactNode;
  action?: ReactNode;
  children: ReactNode;
}) {
  return (
    <section className={classes.section} aria-label={props.title}>
      <div className={classes.sectionHead}>
        <h2 className={classes.sectionTitle}>
          {props.title}
          {props.count === undefined ? null : <span className={classes.count}>{props.count}</span>}
          {props.note ? <span className={classes.note}>{props.note}</span> : null}
        </h2>
        {props.action}
      </div>
      {props.children}
    </section>
  );
}

/** Main part and a side column behind one hairline; under each other on a phone. */
export function WithSide({ children, side, width = 268 }: { children: ReactNode; side: ReactNode; width?: number }) {
  return (
    <div className={classes.withSide} style={{ '--side': `${width}px` } as React.CSSProperties}>
      <div className={classes.mainPart}>{children}</div>
      <aside className={classes.sidePart} aria-label="Beside this page">
        {side}
      </aside>
    </div>
  );
}
