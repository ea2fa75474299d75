import { Button } from '@mantine/core';
import classes from './plain-table.module.css';

interface ListFootProps {
  list: {
    items: readonly unknown[];
    total: number;
    hasNextPage: boolean;
    isFetchingNextPage: boolean;
    fetchNextPage: () => unknown;
  };
  /** What is counted, where the page does not say it already. */
  what?: string;
  more?: string;
}
/** Under a short list: how much of it is here, and the way to the rest. */
export function ListFoot({ list, what, more = 'More' }: ListFootProps) {
  return (
    <div className={classes.foot}>
      {list.items.length.toLocaleString('en')} of {list.total.toLocaleString('en')} {what}
      {list.hasNextPage ? (
        <Button size="xs" loading={list.isFetchingNextPage} onClick={() => void list.fetchNextPage()}>
          {more}
        </Button>
      ) : null}
    </div>
  );
}
