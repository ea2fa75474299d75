import type { CatalogItem } from '../../../api/types.ts';
import classes from './words.module.css';

type Name = Pick<CatalogItem, 'ref' | 'name' | 'awsAccount'>;

/** "ReadOnlyAccess on prod-payments" in its two halves; a group has no second, or the AWS account it is in, as a role. */
export function partsOf({ ref, name, awsAccount }: Name): { what: string; joint: 'on' | 'in' | null; where: string } {
  if (ref.kind === 'group-member')
    return { what: name, joint: awsAccount ? 'in' : null, where: awsAccount?.name ?? '' };
  const joint = ref.kind === 'assume-role' ? 'in' : 'on';
  const tail = awsAccount ? ` ${joint} ${awsAccount.name}` : '';
  const what = tail !== '' && name.endsWith(tail) ? name.slice(0, -tail.length) : name;
  return { what, joint: tail === '' ? null : joint, where: awsAccount?.name ?? '' };
}

/** What is asked for: the name heavy, the word between grey (rule 1 of the look). */
export function Entitlement({ of, isWhereHeavy = false }: { of: Name; isWhereHeavy?: boolean }) {
  const { what, joint, where } = partsOf(of);
  return (
    <span className={classes.entitlement}>
      {of.ref.kind === 'group-member' ? <span className={classes.grey}>member of </span> : null}
      <strong>{what}</strong>
      {joint ? (
        <>
          {' '}
          <span className={classes.grey}>{joint}</span> {isWhereHeavy ? <strong>{where}</strong> : where}
        </>
      ) : null}
    </span>
  );
}

/** One text per entitlement, equal exactly where the entitlement is. */
export function keyOf({ ref }: Pick<Name, 'ref'>): string {
  if (ref.kind === 'assume-role') return `role ${ref.roleId}`;
  return ref.kind === 'group-member' ? `group ${ref.groupId}` : `${ref.permissionSetId} ${ref.awsAccountId}`;
}
