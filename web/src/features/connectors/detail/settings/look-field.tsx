import { Button, NumberInput } from '@mantine/core';
import { useState } from 'react';
import { problemOf, sentenceOf } from '../../../../api/problem.ts';
import type { Connector } from '../../../../api/types.ts';
import { Time } from '../../../../ui/text/time.tsx';
import { useSaveConnector } from '../../use-connector.ts';
import classes from './fields.module.css';

/** How often CloudTrail's history is looked into between syncs (SYN-8); with nothing in the field, never. */
export function LookField({ connector }: { connector: Connector }) {
  const [minutes, setMinutes] = useState<number | string>(connector.refreshIntervalMinutes ?? '');
  const save = useSaveConnector(connector);
  if (!connector.canManage)
    return (
      <span>
        {connector.refreshIntervalMinutes === null ? 'never' : `every ${connector.refreshIntervalMinutes} minutes`}
        <LastLook connector={connector} />
      </span>
    );
  const error = problemOf(save.error)?.forField('refreshIntervalMinutes');
  const isChanged = minutes !== (connector.refreshIntervalMinutes ?? '');
  return (
    <form
      className={classes.times}
      onSubmit={(event) => {
        event.preventDefault();
        save.mutate({ refreshIntervalMinutes: minutes === '' ? null : Number(minutes) });
      }}
    >
      <span>every</span>
      <NumberInput
        aria-label="Minutes between looks into CloudTrail's history; empty for never"
        w={70}
        min={1}
        max={1440}
        clampBehavior="none"
        hideControls
        placeholder="never"
        value={minutes}
        onChange={setMinutes}
        error={error}
      />
      <span>
        minutes
        <LastLook connector={connector} />
      </span>
      {isChanged ? (
        <Button type="submit" loading={save.isPending}>
          Save
        </Button>
      ) : null}
      {save.isError && !error ? <p className={classes.error}>{sentenceOf(save.error)}</p> : null}
    </form>
  );
}

const LastLook = ({ connector }: { connector: Connector }) =>
  connector.lastLookedAt ? (
    <>
      , last <Time at={connector.lastLookedAt} />
    </>
  ) : null;
