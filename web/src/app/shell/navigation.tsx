import { Link } from '@tanstack/react-router';
import { useSession } from '../../api/queries.ts';
import { Logo } from '../../ui/layout/logo.tsx';
import { Time } from '../../ui/text/time.tsx';
import { NavigationCount } from './navigation-count.tsx';
import { navigationFor } from './navigation-items.ts';
import classes from './shell.module.css';

export function Navigation({ onGo }: { onGo?: () => void }) {
  const session = useSession();
  return (
    <nav aria-label="Main" className={classes.nav}>
      <Link to="/" className={classes.brand} {...(onGo ? { onClick: onGo } : {})}>
        <Logo />
        Countersign
      </Link>
      <div className={classes.links}>
        {navigationFor(session.permissions).map((section) => (
          <div key={section.label ?? 'top'} className={classes.group}>
            {section.label ? <h2 className={classes.groupLabel}>{section.label}</h2> : null}
            {section.items.map(({ to, label, icon: Icon, counts }) => (
              <Link
                key={to}
                to={to}
                className={classes.link}
                activeOptions={{ exact: to === '/', includeSearch: false }}
                {...(onGo ? { onClick: onGo } : {})}
              >
                <Icon size={16} stroke={1.75} aria-hidden />
                {label}
                {counts ? <NavigationCount of={counts} /> : null}
              </Link>
            ))}
          </div>
        ))}
      </div>
      <div className={classes.foot}>
        <div>{session.organizationName ?? 'No organization read yet'}</div>
        <div>
          {session.lastPublishedAt ? (
            <>
              AWS as of <Time at={session.lastPublishedAt} />
            </>
          ) : (
            'No AWS data yet'
          )}
        </div>
      </div>
    </nav>
  );
}
