import { Modal } from '@mantine/core';
import { Fragment } from 'react';
import { Cap } from '../parts/key-foot.tsx';
import classes from '../review.module.css';
import type { Board } from '../use-board.ts';
import { keyHelp } from '../use-review-keys.ts';
import { ReassignForm } from './reassign-form.tsx';
import { RevokeForm } from './revoke-form.tsx';

const titles = { revoke: 'Revoke', reassign: 'Give to somebody else', help: 'Keys' } as const;

/** Asks what a key alone can't say: the reason of a revocation, the next reviewer. */
export function ReviewDialogs({ board }: { board: Board }) {
  const { asked } = board;
  const close = () => board.ask(null);
  return (
    <Modal
      opened={asked !== null}
      onClose={close}
      title={asked ? titles[asked.kind] : ''}
      closeButtonProps={{ 'aria-label': 'Close' }}
      returnFocus
    >
      {asked?.kind === 'help' ? <KeyHelp /> : null}
      {asked?.kind === 'revoke' ? (
        <RevokeForm
          items={asked.items}
          onCancel={close}
          onReason={(reason) => {
            close();
            board.revokeFor(reason, asked.items);
          }}
        />
      ) : null}
      {asked?.kind === 'reassign' ? (
        <ReassignForm
          items={asked.items}
          onCancel={close}
          onDone={() => {
            close();
            board.clear();
          }}
        />
      ) : null}
    </Modal>
  );
}

const KeyHelp = () => (
  <dl className={classes.help}>
    {keyHelp.map(([caps, does]) => (
      <Fragment key={does}>
        <dt>
          {caps.map((cap) => (
            <Cap key={cap}>{cap}</Cap>
          ))}
        </dt>
        <dd>{does}</dd>
      </Fragment>
    ))}
  </dl>
);
