import type { AuditSeal } from '../../api/types.ts';

const clock = new Intl.DateTimeFormat('en-GB', { timeZone: 'UTC', hour: '2-digit', minute: '2-digit' });
const day = new Intl.DateTimeFormat('en-GB', { timeZone: 'UTC', day: 'numeric', month: 'short', year: 'numeric' });

/** "12:03 UTC" today, otherwise with the day: a checkpoint is compared with logs and other people, so not in one's own zone. */
const utcWords = (instant: string, now: Date): string => {
  const at = new Date(instant);
  const time = `${clock.format(at)} UTC`;
  return day.format(at) === day.format(now) ? time : `${day.format(at)} ${time}`;
};

/** The state of the seal in words; `waiting` null where nothing waits. */
export function sealWords({ sealed, waiting, checkpoint }: AuditSeal, now = new Date()) {
  return {
    sealed: sealed === 0 ? 'nothing yet' : `up to #${sealed.toLocaleString('en')}`,
    waiting: waiting === 0 ? null : waiting.toLocaleString('en'),
    checkpoint: checkpoint === null ? 'none signed yet' : utcWords(checkpoint.at, now),
  };
}
