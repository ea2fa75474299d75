import { approvesByItself, cedarOf } from '../../../../core/access/model/policy/policy-form.ts';
import type { PolicyViews, StoredPolicy } from '../../../../core/access/policies/ports.ts';
import { may } from '../../../../core/security/model/viewer.ts';
import { cutPage, decodeCursor } from '../../cursor.ts';
import type { Database } from '../../database.ts';
import { policyColumns } from './policy-store.ts';

const withText = (policy: StoredPolicy) => ({
  ...policy,
  cedar: cedarOf(policy.name, policy.form),
  approvesByItself: approvesByItself(policy.form),
});

/** Who may read policies reads all of them. */
export const policyViews = ({ pool }: Database): PolicyViews => ({
  async list(viewer, { limit, cursor }) {
    if (!may(viewer, 'policies.read')) return { items: [], nextCursor: null, total: 0, approvingByThemselves: 0 };
    const after = decodeCursor(cursor, ['string', 'string']);
    const { rows } = await pool.query<StoredPolicy>(
      `select ${policyColumns} from access_policy
       where deleted_at is null ${after ? 'and (name, id) > ($2, $3)' : ''} order by name, id limit $1`,
      [limit + 1, ...(after ?? [])],
    );
    const { rows: all } = await pool.query<Pick<StoredPolicy, 'form' | 'isEnabled'>>(
      'select form, is_enabled as "isEnabled" from access_policy where deleted_at is null',
    );
    return {
      ...cutPage(rows, limit, withText, ({ name, id }) => [name, id]),
      total: all.length,
      approvingByThemselves: all.filter(({ form, isEnabled }) => isEnabled && approvesByItself(form)).length,
    };
  },
  async get(viewer, id) {
    if (!may(viewer, 'policies.read')) return null;
    const { rows } = await pool.query<StoredPolicy>(
      `select ${policyColumns} from access_policy where id = $1 and deleted_at is null`,
      [id],
    );
    return rows[0] ? withText(rows[0]) : null;
  },
});
