import { Button, Select, TextInput } from '@mantine/core';
import { useState } from 'react';
import { problemOf, sentenceOf } from '../../../../api/problem.ts';
import type { Connector } from '../../../../api/types.ts';
import { Time } from '../../../../ui/text/time.tsx';
import { minutesWords } from '../../../../ui/text/words.ts';
import { useSaveConnector } from '../../use-connector.ts';
import classes from './fields.module.css';

const intervals = [15, 30, 60, 120, 240, 720, 1440];
const atTimes = 'at-times';
// Browsers do not list UTC, which times in AWS go by.
const zones = [...new Set(['UTC', ...Intl.supportedValuesOf('timeZone')])];
const here = () => Intl.DateTimeFormat().resolvedOptions().timeZone;

/** When it is read: every so many minutes, or at the times of a cron expression in a time zone (CON-10). */
export function ScheduleField({ connector }: { connector: Connector }) {
  const save = useSaveConnector(connector);
  const [isByTimes, setByTimes] = useState(connector.syncCron !== null);
  if (!connector.canManage) return <Sentence connector={connector} />;
  const offered = [...new Set([...intervals, connector.syncIntervalMinutes])].sort((a, b) => a - b);
  const interval = (save.isPending && save.variables.syncIntervalMinutes) || connector.syncIntervalMinutes;
  const choose = (value: string | null) => {
    save.reset();
    setByTimes(value === atTimes);
    if (value && value !== atTimes) save.mutate({ syncIntervalMinutes: Number(value) });
  };
  return (
    <div className={classes.field}>
      <Select
        aria-label="Sync"
        w={170}
        allowDeselect={false}
        data={[
          ...offered.map((minutes) => ({ value: String(minutes), label: `every ${minutesWords(minutes)}` })),
          { value: atTimes, label: 'at set times' },
        ]}
        value={isByTimes ? atTimes : String(interval)}
        onChange={choose}
        error={!isByTimes && save.isError ? sentenceOf(save.error) : null}
      />
      {isByTimes ? <Times connector={connector} save={save} /> : null}
      <Sentence connector={connector} />
    </div>
  );
}

interface TimesProps {
  connector: Connector;
  save: ReturnType<typeof useSaveConnector>;
}
function Times({ connector, save }: TimesProps) {
  const [cron, setCron] = useState(connector.syncCron ?? '0 6 * * *');
  const [zone, setZone] = useState(connector.syncTimeZone ?? here());
  const errorOf = (field: string) => problemOf(save.error)?.forField(field);
  const isElsewhere = save.isError && !errorOf('syncCron') && !errorOf('syncTimeZone');
  const isChanged = cron.trim() !== connector.syncCron || zone !== connector.syncTimeZone;
  return (
    <form
      className={classes.cron}
      onSubmit={(event) => {
        event.preventDefault();
        save.mutate({ syncCron: cron, syncTimeZone: zone });
      }}
    >
      <TextInput
        aria-label="Times, as minute hour day month weekday"
        placeholder="0 6 * * 1-5"
        spellCheck={false}
        autoComplete="off"
        w={190}
        styles={{ input: { fontFamily: 'var(--cs-mono)', fontSize: 12 } }}
        value={cron}
        onChange={(event) => setCron(event.currentTarget.value)}
        error={errorOf('syncCron')}
      />
      <Select
        aria-label="Time zone"
        w={190}
        searchable
        allowDeselect={false}
        data={zones.includes(zone) ? zones : [zone, ...zones]}
        limit={80}
        value={zone}
        onChange={(value) => value && setZone(value)}
        error={errorOf('syncTimeZone')}
        nothingFoundMessage="No such time zone"
      />
      <Button type="submit" loading={save.isPending} disabled={!isChanged || cron.trim() === ''}>
        Save
      </Button>
      <p className={classes.hint}>
        minute, hour, day, month, weekday: <code className="cs-mono">0 6 * * 1-5</code> is Monday to Friday at 06:00.
      </p>
      {isElsewhere ? <p className={classes.error}>{sentenceOf(save.error)}</p> : null}
    </form>
  );
}

/** "every day at 06:00 Europe/Berlin, next tomorrow 06:00". */
function Sentence({ connector }: { connector: Connector }) {
  return (
    <p className={classes.sentence} data-testid="schedule">
      {connector.schedule}
      {connector.isPaused ? ', paused' : null}
      {connector.nextSyncAt ? (
        <>
          , next <Time at={connector.nextSyncAt} />
        </>
      ) : null}
    </p>
  );
}
