import { Link } from '@tanstack/react-router';
import { Fragment } from 'react';
import type { PathStep } from '../../api/types.ts';
import { Avatar } from './avatar.tsx';
import { addressOfThing, identityKindWords, kindIcons } from './kinds.ts';
import classes from './path.module.css';

interface SentenceProps {
  path: PathStep[];
  /** What AWS calls the identity behind the person: `iam-user`, `identity-center-user`. */
  identityKind: string;
  /** The thing whose page this is: it is not repeated at either end. */
  subjectId?: string | undefined;
  asOf?: string | undefined;
}

/** An Identity Center user is the person and needs no word of its own; an IAM user of a person is said. */
const spoken = (path: PathStep[], identityKind: string): PathStep[] =>
  path.filter((step, index) => !(index === 1 && step.relation === 'is' && identityKind === 'identity-center-user'));

/** What one gets is dark and heavy, as is who gets it; what lies between is grey (rule 1 of the look). */
const isHeavy = (path: PathStep[], index: number): boolean => {
  const kind = path[index]?.kind;
  const isGroupItself = kind === 'group' && !path.slice(index + 1).some((step) => step.kind !== 'aws-account');
  return index === 0 || kind === 'permission-set' || kind === 'role' || isGroupItself;
};

interface Joint {
  /** Grey words before the name. */
  words: string;
  /** Whether an arrow parts it from what stands before; "on" and "in" follow without one. */
  hasArrow: boolean;
}
function linkTo(step: PathStep, before: PathStep | undefined, identityKind: string): Joint {
  switch (step.relation) {
    case 'on':
    case 'in':
      return { words: step.relation, hasArrow: false };
    case 'member of':
      return { words: 'member of', hasArrow: true };
    case 'may assume':
      return { words: 'may assume role', hasArrow: true };
    case 'is':
      return { words: identityKindWords[identityKind] ?? '', hasArrow: true };
    case 'assigned':
      return {
        words: before?.kind === 'person' || before?.kind === 'identity' ? 'assigned directly' : '',
        hasArrow: true,
      };
    default:
      return { words: '', hasArrow: false };
  }
}

/** What the page is about, and the AWS account it is in, need not be repeated in each row. */
const isKnown = (step: PathStep, before: PathStep | undefined, subjectId: string | undefined) =>
  subjectId !== undefined && (step.id === subjectId || (step.relation === 'in' && before?.id === subjectId));

/** "Priya Raman → member of Platform → AdministratorAccess on prod-payments", each name a link. */
export function PathSentence({ path, identityKind, subjectId, asOf }: SentenceProps) {
  const steps = spoken(path, identityKind);
  const shown = steps
    .map((step, index) => ({ step, index, before: steps[index - 1] }))
    .filter(({ step, before }) => !isKnown(step, before, subjectId));
  const first = shown[0];
  if (!first) return null;
  const Icon = kindIcons[first.step.kind];
  return (
    <span className={classes.sentence}>
      <Avatar name={first.step.name} {...(first.step.kind === 'person' ? {} : { icon: Icon })} />
      {shown.map(({ step, index, before }, place) => (
        <Fragment key={`${step.kind}:${step.id ?? step.name}`}>
          <Between
            link={linkTo(step, before, identityKind)}
            isFirst={place === 0}
            isAfterSubject={subjectId !== undefined && before?.id === subjectId}
          />
          <StepName step={step} isHeavy={isHeavy(steps, index)} asOf={asOf} />
        </Fragment>
      ))}
    </span>
  );
}

const Arrow = () => (
  <span className={classes.arrow} role="img" aria-label="then">
    →
  </span>
);

/** What stands between two names. The first has no arrow, but keeps its words where the subject was left out. */
function Between({ link, isFirst, isAfterSubject }: { link: Joint; isFirst: boolean; isAfterSubject: boolean }) {
  const isWhole = link.words === 'assigned directly';
  return (
    <>
      {(link.hasArrow || isAfterSubject) && !isFirst ? <Arrow /> : null}
      {link.words ? <span className={classes.word}>{link.words}</span> : null}
      {isWhole ? <Arrow /> : null}
    </>
  );
}

function StepName({ step, isHeavy, asOf }: { step: PathStep; isHeavy: boolean; asOf: string | undefined }) {
  const to = addressOfThing(step.kind, step.id);
  const className = isHeavy ? classes.heavy : classes.name;
  if (!to) return <span className={className}>{step.name}</span>;
  return (
    <Link to={to} search={asOf ? { asOf } : {}} className={className}>
      {step.name}
    </Link>
  );
}
