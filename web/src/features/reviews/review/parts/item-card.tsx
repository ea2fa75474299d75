import { Button } from '@mantine/core';
import { IconCheck, IconX } from '@tabler/icons-react';
import type { ReviewItem } from '../../../../api/types.ts';
import { Time } from '../../../../ui/text/time.tsx';
import { holderWords, isOpen, placeWord, throughWords } from '../../words.ts';
import classes from '../item.module.css';
import listClasses from '../review.module.css';
import type { Board } from '../use-board.ts';
import { IfRevoked, PathSteps } from './item-facts.tsx';
import { State } from './item-pane.tsx';

/** The one opened item of the phone: its facts, the path and the consequence folded, the decision as large buttons. */
export function ItemCard({ board, item }: { board: Board; item: ReviewItem }) {
  const { entitlement } = item;
  return (
    <div className={classes.card}>
      <p className={classes.cardTitle}>
        <strong>{entitlement.name}</strong>
        {entitlement.awsAccount ? (
          <>
            {' '}
            {placeWord(entitlement)} <strong>{entitlement.awsAccount.name}</strong>
          </>
        ) : null}
      </p>
      <p className={classes.badges}>
        <State item={item} />
      </p>
      <dl className={classes.cardFacts}>
        {board.by === 'person' ? null : <CardFact term="Who" of={holderWords(item)} />}
        <CardFact term="Through" of={throughWords(item)} />
        <div>
          <dt>Since</dt>
          <dd>
            <Time at={item.since} as="day" />
          </dd>
        </div>
        <CardFact
          term="Goes with it"
          of={item.alsoRemoves.length > 0 ? `${item.alsoRemoves.length} more` : 'nothing else'}
        />
        {item.reason && item.decision ? <CardFact term="Comment" of={item.reason} /> : null}
      </dl>
      <details className={classes.fold}>
        <summary>Path, and what a revocation removes</summary>
        <PathSteps item={item} />
        <IfRevoked item={item} />
      </details>
      {isOpen(item) ? <CardButtons board={board} item={item} /> : null}
    </div>
  );
}

const CardFact = ({ term, of }: { term: string; of: string }) => (
  <div>
    <dt>{term}</dt>
    <dd>{of}</dd>
  </div>
);

function CardButtons({ board, item }: { board: Board; item: ReviewItem }) {
  return (
    <>
      <div className={classes.cardButtons}>
        <Button
          size="lg"
          leftSection={<IconCheck size={17} className={listClasses.okIcon} aria-hidden />}
          onClick={board.certify}
        >
          Certify
        </Button>
        <Button
          size="lg"
          leftSection={<IconX size={17} className={listClasses.badIcon} aria-hidden />}
          onClick={() => board.ask({ kind: 'revoke', items: [item] })}
        >
          Revoke
        </Button>
      </div>
      <div className={classes.paneLinks}>
        {item.submittedAt ? null : (
          <Button variant="subtle" onClick={() => board.ask({ kind: 'reassign', items: [item] })}>
            Give to somebody else…
          </Button>
        )}
        {item.decision ? (
          <Button variant="subtle" onClick={() => board.takeBack(item)}>
            Take back
          </Button>
        ) : null}
      </div>
    </>
  );
}
