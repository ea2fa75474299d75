import { Button, Select, TextInput } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { client } from '../../../../api/client.ts';
import { problemOf, sentenceOf } from '../../../../api/problem.ts';
import type { Connector } from '../../../../api/types.ts';
import { Time } from '../../../../ui/text/time.tsx';
import { minutesWords } from '../../../../ui/text/words.ts';
import { keepConnector } from '../../use-connector.ts';
import classes from './fields.module.css';

const intervals = [15, 30, 60, 120, 240, 720, 1440];
const atTimes = 'at-times';
const zones = Intl.supportedValuesOf('timeZone');
const here = () => Intl.DateTimeFormat().resolvedOptions().timeZone;

interface Wish {
  syncIntervalMinutes?: number;
  syncCron?: string | null;
  syncTimeZone?: string | null;
}

/** When it is read: every so many minutes, or at the times of a cron expression in a time zone (CON-10). */
export function ScheduleField({ connector }: { connector: Connector }) {
  const save = useMutation({
    mutationFn: (body: Wish) =>
      client.patch('/api/v1/connectors/:id', { params: { id: connector.id }, body, ifMatch: connector.version }),
    onSuccess: keepConnector,
  });
  const [isByTimes, setByTimes] = useState(connector.syncCron !== null);
  if (!connector.canManage) return <Sentence connector={connector} />;
  const offered = [...new Set([...intervals, connector.syncIntervalMinutes])].sort((a, b) => a - b);
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
        value={isByTimes ? atTimes : String(save.variables?.syncIntervalMinutes ?? connector.syncIntervalMinutes)}
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
  save: { mutate: (body: Wish) => void; isPending: boolean; isError: boolean; error: unknown };
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
