import { Link } from '@tanstack/react-router';
import classes from './delete.module.css';

/** What goes on through a connector, as the refusal names it. */
export interface GoingOn {
  kind: 'lease' | 'request' | 'revocation' | 'change';
  name: string;
  person: string | null;
  link: string | null;
}
const words: Record<GoingOn['kind'], string> = {
  lease: 'lease',
  request: 'request',
  revocation: 'revocation',
  change: 'change in AWS',
};

export function StillGoingOn({ named, facts }: { named: GoingOn[]; facts: Record<string, unknown> | undefined }) {
  const total = ['leases', 'requests', 'changes'].reduce((sum, name) => sum + Number(facts?.[name] ?? 0), 0);
  return (
    <ul className={classes.list}>
      {named.map((each, n) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: what goes on has no id of its own, and the list never changes
        <li key={n}>
          {each.link ? <Link to={each.link}>{each.name}</Link> : <strong>{each.name}</strong>}
          {each.person ? ` for ${each.person}` : ''} ({words[each.kind]})
        </li>
      ))}
      {total > named.length ? <li>and {total - named.length} more</li> : null}
    </ul>
  );
}
