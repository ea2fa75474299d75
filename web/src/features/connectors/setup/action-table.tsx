import type { Setup } from '../../../api/types.ts';
import { PlainTable } from '../../../ui/table/plain-table.tsx';
import classes from './setup.module.css';

/** Actions of a policy: what each is for, and what is lost without it. */
export function ActionTable({ label, actions }: { label: string; actions: Setup['actions'] }) {
  return (
    <div className={classes.actions}>
      <PlainTable label={label} heads={['Action', 'Needed for', 'Without it']} isStacked>
        {actions.map((action) => (
          <tr key={action.action}>
            <td>
              <code className="cs-mono">{action.action}</code>
            </td>
            <td>{action.feature}</td>
            <td style={{ color: 'var(--cs-text2)' }}>{action.lost}</td>
          </tr>
        ))}
      </PlainTable>
    </div>
  );
}
