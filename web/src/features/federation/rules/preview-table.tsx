import type { RulePreview } from '../../../api/types.ts';
import { Status } from '../../../ui/status/status.tsx';
import { PlainTable, right } from '../../../ui/table/plain-table.tsx';
import { counted } from '../../../ui/text/words.ts';
import classes from '../federation.module.css';
import { outcomes } from '../rule-words.ts';

/** What the rule would map, each group checked against the trust; nothing is changed by looking. */
export function PreviewTable({ preview }: { preview: RulePreview }) {
  const { items, unmatchedGroups } = preview;
  const confirmed = items.filter((item) => item.status === 'confirmed').length;
  return (
    <div className={classes.preview} aria-live="polite">
      <p>
        <strong>
          {confirmed} of {counted(items.length, 'mapping', 'mappings')}
        </strong>{' '}
        {confirmed === 1 ? 'is' : 'are'} mapped and trusted; {counted(unmatchedGroups, 'group does', 'groups do')} not
        fit the rule.
      </p>
      {items.length > 0 ? (
        <PlainTable label="Preview" heads={['Group', 'Role', 'AWS account', right('Members'), 'Outcome']}>
          {items.map((item) => {
            const [sign, word] = outcomes[item.status];
            return (
              <tr key={`${item.group}:${item.role ?? ''}:${item.awsAccount?.awsAccountId ?? ''}`}>
                <td className={classes.name}>{item.group}</td>
                <td>{item.role ?? <span className={classes.grey}>none</span>}</td>
                <td>{item.awsAccount?.name ?? <span className={classes.grey}>none found</span>}</td>
                <td data-align="right">{item.members}</td>
                <td>
                  <Status sign={sign}>{word}</Status>
                  <br />
                  <span className={classes.detail}>{item.detail}</span>
                </td>
              </tr>
            );
          })}
        </PlainTable>
      ) : null}
    </div>
  );
}
