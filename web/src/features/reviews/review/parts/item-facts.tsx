import type { ReactNode } from 'react';
import type { PathStep, ReviewItem } from '../../../../api/types.ts';
import { identityKindWords } from '../../../../ui/path/kinds.ts';
import { Time } from '../../../../ui/text/time.tsx';
import classes from '../item.module.css';

const viaWords: Record<string, string> = {
  manager: 'you are the manager',
  'application-owner': 'you own the application',
  fallback: 'nobody nearer could be asked',
  'super-administrator': 'nobody nearer could be asked',
  owner: 'you own the campaign',
  escalated: 'nobody decided it, and you own the campaign',
  reassigned: 'somebody gave it to you',
};
const relationWords: Record<PathStep['relation'], string> = {
  '': '',
  is: 'is',
  'member of': 'member of',
  assigned: 'which has',
  'may assume': 'may assume',
  on: 'on',
  in: 'in',
};

/** The path, one step on a line: names heavy, the words between them grey. */
export function PathSteps({ item }: { item: ReviewItem }) {
  return (
    <ol className={classes.path} aria-label="Path">
      {item.path.map((step, index) => (
        <li key={`${step.kind}:${step.id ?? step.name}`}>
          {relationOf(step, item.path[index - 1])} <strong>{step.name}</strong>
          {step.relation === 'is' ? <>, {identityKindWords[item.identity.kind]}</> : null}
          {step.kind === 'aws-account' && step.id ? <code className="cs-mono"> {step.id}</code> : null}
        </li>
      ))}
    </ol>
  );
}
const relationOf = (step: PathStep, before: PathStep | undefined): string =>
  step.relation === 'assigned' && before?.kind !== 'group' ? 'holds' : relationWords[step.relation];

const Row = ({ term, children }: { term: string; children: ReactNode }) => (
  <div>
    <dt>{term}</dt>
    <dd>{children}</dd>
  </div>
);
/** What a decision needs to know: since when, why it is asked of me, what AWS says of the user. */
export function ItemFacts({ item }: { item: ReviewItem }) {
  return (
    <dl className={classes.factList}>
      <Row term="Since">
        <Time at={item.since} as="day" />, as far as readings go back
      </Row>
      {item.federation ? (
        <Row term="Signs in">
          through {item.federation.identityProvider}, as {item.federation.email}
          {item.person ? '' : ': nobody in the directory has this address'}
        </Row>
      ) : (
        <Row term="User">
          {item.identity.name}
          {item.identity.status ? `, ${item.identity.status} in AWS` : ''}
        </Row>
      )}
      <Row term="Asked of you">{viaWords[item.reviewerVia] ?? item.reviewerVia}</Row>
      {item.campaign.asOf ? (
        <Row term="Frozen">
          as AWS was read <Time at={item.campaign.asOf} />
        </Row>
      ) : null}
      {item.reason && item.decision ? <Row term="Comment">{item.reason}</Row> : null}
    </dl>
  );
}

/** The consequence: what is removed, what goes with it, and by which other way the access stays. */
export function IfRevoked({ item }: { item: ReviewItem }) {
  return (
    <section aria-label="If you revoke it" className={classes.ifRevoked}>
      <p className={classes.label}>If you revoke it</p>
      {item.federation ? (
        <p>
          AWS cannot remove <strong>{item.removes}</strong>. It becomes a task for the administrators of{' '}
          {item.federation.identityProvider}, and the next upload of its groups proves it.
        </p>
      ) : (
        <p>
          Countersign removes <strong>{item.removes}</strong>.
        </p>
      )}
      {item.alsoRemoves.length > 0 ? (
        <>
          <p className={classes.takes}>This also takes away:</p>
          <Sentences list={item.alsoRemoves} />
        </>
      ) : (
        <p className={classes.none}>Nothing else goes with it.</p>
      )}
      {item.remains.length > 0 ? (
        <>
          <p className={classes.takes}>The same access stays by:</p>
          <Sentences list={item.remains} />
        </>
      ) : null}
    </section>
  );
}
const Sentences = ({ list }: { list: string[] }) => (
  <ul className={classes.sentences}>
    {list.map((sentence) => (
      <li key={sentence}>{sentence}</li>
    ))}
  </ul>
);
