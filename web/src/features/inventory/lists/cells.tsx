import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { Avatar } from '../../../ui/path/avatar.tsx';
import classes from '../inventory.module.css';

/** The name of a row: dark, heavy, a link to its page. */
export function NameCell(props: { name: string; to: string; person?: boolean; children?: ReactNode }) {
  return (
    <span className={classes.nameCell}>
      {props.person ? <Avatar name={props.name} /> : null}
      <Link to={props.to} className={classes.name}>
        {props.name}
      </Link>
      {props.children}
    </span>
  );
}

/** A fact that is not there, said as such: an empty cell could be read as "no". */
export const None = ({ children = 'none' }: { children?: string }) => <span className={classes.none}>{children}</span>;

export function AccountCell({ account }: { account: { awsAccountId: string; name: string } | null }) {
  if (!account) return <None>not in one AWS account</None>;
  return (
    <Link to={`/aws-accounts/${account.awsAccountId}`} className={classes.plain}>
      {account.name}
    </Link>
  );
}
