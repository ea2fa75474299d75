import type { IamDetails } from '../../../api/types.ts';
import classes from './iam.module.css';

/** Tags as rows of a list of facts. */
export function TagRows({ tags }: { tags: IamDetails['tags'] }) {
  if (tags.length === 0)
    return (
      <>
        <dt>Tags</dt>
        <dd className={classes.soft}>none</dd>
      </>
    );
  return tags.map(({ key, value }) => (
    <div key={key} className={classes.row}>
      <dt>{key}</dt>
      <dd>{value || <span className={classes.soft}>empty</span>}</dd>
    </div>
  ));
}
