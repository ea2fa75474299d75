import '@mantine/dates/styles.css';
import { DatePicker } from '@mantine/dates';
import { useList } from '../../api/queries.ts';
import type { Publication } from '../../api/types.ts';
import { momentWords } from '../../ui/text/time.tsx';
import classes from './access.module.css';

const labels = {
  nextMonth: 'Next month',
  previousMonth: 'Previous month',
  nextYear: 'Next year',
  previousYear: 'Previous year',
  nextDecade: 'Next decade',
  previousDecade: 'Previous decade',
};
/** The end of that day in the viewer's zone, or now where the day is not over. */
const endOf = (day: string) => new Date(Math.min(new Date(`${day}T23:59:59`).getTime(), Date.now())).toISOString();

interface Choice {
  asOf: string | undefined;
  onChoose: (instant: string | undefined) => void;
}
/** A calendar, and beside it the publications: between two of them nothing can differ. */
export default function AsOfChoice({ asOf, onChoose }: Choice) {
  const list = useList('/api/v1/publications', { query: { limit: 50 } });
  return (
    <div className={classes.pick}>
      <DatePicker
        size="xs"
        value={asOf ? asOf.slice(0, 10) : null}
        maxDate={new Date().toISOString().slice(0, 10)}
        hideOutsideDates
        classNames={{ day: classes.calendarDay }}
        ariaLabels={labels}
        onChange={(day) => onChoose(day ? endOf(day) : undefined)}
      />
      <div className={classes.publications}>
        <p className={classes.publicationsTitle}>Published sync runs</p>
        <div className={classes.publicationList}>
          <button
            type="button"
            className={classes.publication}
            aria-pressed={!asOf}
            onClick={() => onChoose(undefined)}
          >
            Now
          </button>
          {list.items.map((item) => (
            <PublicationRow key={item.seq} item={item} isCurrent={item.publishedAt === asOf} onChoose={onChoose} />
          ))}
          {list.items.length === 0 && !list.isPending ? (
            <p className={classes.publicationsTitle}>None yet: nothing has been published.</p>
          ) : null}
        </div>
      </div>
    </div>
  );
}

function PublicationRow(props: { item: Publication; isCurrent: boolean; onChoose: (instant: string) => void }) {
  const { item, isCurrent, onChoose } = props;
  return (
    <button
      type="button"
      className={classes.publication}
      aria-pressed={isCurrent}
      onClick={() => onChoose(item.publishedAt)}
    >
      {momentWords(item.publishedAt)}
      <span className={classes.deltas}>
        {item.opened > 0 ? <span className={classes.plus}>+{item.opened}</span> : null}
        {item.closed > 0 ? <span className={classes.minus}>−{item.closed}</span> : null}
        {item.opened + item.closed === 0 ? <span className={classes.grey}>no change</span> : null}
      </span>
    </button>
  );
}
