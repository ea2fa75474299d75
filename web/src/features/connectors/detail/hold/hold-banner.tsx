import { Button } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import type { Connector } from '../../../../api/types.ts';
import { Banner } from '../../../../ui/status/banner.tsx';
import { Mend } from '../../../../ui/status/mend.tsx';
import { Time } from '../../../../ui/text/time.tsx';
import classes from './hold.module.css';
import { kindCount } from './removal-words.ts';
import { type HoldDecision, SettleDialog } from './settle-dialog.tsx';

/** A sync waits: how much would vanish, against which limit, that nothing was published, and the two ways on (CON-13). */
export function HoldBanner({ connector }: { connector: Connector }) {
  const [asked, setAsked] = useState<HoldDecision | null>(null);
  const { hold, statusReason } = connector;
  if (!hold || !statusReason) return null;
  return (
    <div className={classes.banner}>
      <Banner
        tone="warn"
        isAnswer
        actions={
          connector.canManage ? (
            <>
              <Button size="xs" onClick={() => setAsked('discard')}>
                Discard
              </Button>
              <Button size="xs" variant="outline" data-danger onClick={() => setAsked('confirm')}>
                Confirm
              </Button>
            </>
          ) : undefined
        }
      >
        <p>
          <strong>{statusReason.message}</strong> Read <Time at={hold.at} />
          {connector.lastSyncedAt ? (
            <>
              ; pages show access as of <Time at={connector.lastSyncedAt} />.
            </>
          ) : (
            '.'
          )}
        </p>
        <p className={classes.kinds}>
          Would vanish: {hold.kinds.map(({ kind, count }) => kindCount(kind, count)).join(', ')}.{' '}
          <Link to="." search={{ tab: 'held' } as never}>
            Look at them
          </Link>
        </p>
        <Mend text={statusReason.mend} />
      </Banner>
      <SettleDialog connector={connector} hold={hold} asked={asked} onClose={() => setAsked(null)} />
    </div>
  );
}
