import { Button, NumberInput } from '@mantine/core';
import { useState } from 'react';
import { problemOf, sentenceOf } from '../../../../api/problem.ts';
import type { Connector } from '../../../../api/types.ts';
import { useSaveConnector } from '../../use-connector.ts';
import classes from './fields.module.css';

/** From which share on a sync waits for a person instead of being published (CON-13). */
export function HoldLimitsField({ connector }: { connector: Connector }) {
  const [share, setShare] = useState<number | string>(connector.holdSharePercent);
  const [minimum, setMinimum] = useState<number | string>(connector.holdMinimum);
  const save = useSaveConnector(connector);
  if (!connector.canManage)
    return (
      <>
        a sync that would remove more than {connector.holdSharePercent} % of identities or grants, from{' '}
        {connector.holdMinimum} on
      </>
    );
  const errorOf = (field: string) => problemOf(save.error)?.forField(field);
  const isElsewhere = save.isError && !errorOf('holdSharePercent') && !errorOf('holdMinimum');
  const isChanged = share !== connector.holdSharePercent || minimum !== connector.holdMinimum;
  return (
    <form
      className={classes.times}
      onSubmit={(event) => {
        event.preventDefault();
        save.mutate({ holdSharePercent: Number(share), holdMinimum: Number(minimum) });
      }}
    >
      <span>more than</span>
      <NumberInput
        aria-label="Share of identities or grants, in per cent"
        w={84}
        min={0}
        max={100}
        clampBehavior="none"
        suffix=" %"
        hideControls
        value={share}
        onChange={setShare}
        error={errorOf('holdSharePercent')}
      />
      <span>would vanish, and at least</span>
      <NumberInput
        aria-label="At least so many"
        w={70}
        min={1}
        clampBehavior="none"
        hideControls
        value={minimum}
        onChange={setMinimum}
        error={errorOf('holdMinimum')}
      />
      {isChanged ? (
        <Button type="submit" loading={save.isPending}>
          Save
        </Button>
      ) : null}
      {isElsewhere ? <p className={classes.error}>{sentenceOf(save.error)}</p> : null}
    </form>
  );
}
