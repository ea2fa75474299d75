import { Link } from '@tanstack/react-router';
import { Fragment } from 'react';
import type { PathStep } from '../../api/types.ts';
import { Avatar } from './avatar.tsx';
import { addressOfThing, kindIcons } from './kinds.ts';
import classes from './path.module.css';

interface SentenceProps {
  path: PathStep[];
  /** The thing whose page this is: it is not repeated at either end. */
  subjectId?: string | undefined;
  asOf?: string | undefined;
}

/** Who is meant by a first step: a person's own identity says nothing new behind the person. */
function spoken(path: PathStep[]): PathStep[] {
  const person = path[0]?.kind === 'person';
  return path.filter((step, index) => !(person && index === 1 && step.relation === 'is'));
}

const words: Record<PathStep['relation'], string> = {
  '': '',
  is: 'is',
  'member of': 'member of',
  assigned: '',
  'may assume': 'may assume',
  on: 'on',
  in: 'in',
};

/** What one gets is dark and heavy, as is who gets it; what lies between is grey (rule 1 of the look). */
const isHeavy = (step: PathStep, index: number) =>
  index === 0 || step.kind === 'permission-set' || step.kind === 'role';

function wordsBefore(step: PathStep, before: PathStep | undefined): string {
  if (step.relation === 'assigned') {
    return before?.kind === 'person' || before?.kind === 'identity' ? 'assigned directly' : '';
  }
  return words[step.relation];
}

/** "Priya Raman → member of Platform → AdministratorAccess on prod-payments", each name a link. */
export function PathSentence({ path, subjectId, asOf }: SentenceProps) {
  const steps = spoken(path);
  const shown = steps.filter((step, index) => !(step.id === subjectId && (index === 0 || index === steps.length - 1)));
  const first = shown[0];
  if (!first) return null;
  return (
    <span className={classes.sentence}>
      <Avatar name={first.name} {...(first.kind === 'person' ? {} : { icon: kindIcons[first.kind] })} />
      {shown.map((step, index) => (
        <Fragment key={`${step.kind}:${step.id ?? step.name}`}>
          {index > 0 ? <Between step={step} before={shown[index - 1]} /> : null}
          {index === 0 && steps[0] !== first ? <LeadIn step={step} /> : null}
          <StepName step={step} isHeavy={isHeavy(step, index)} asOf={asOf} />
        </Fragment>
      ))}
    </span>
  );
}

/** The subject was left out at the front, so the relation to it still needs its word: "member of Platform". */
function LeadIn({ step }: { step: PathStep }) {
  const text = step.relation === 'assigned' ? 'assigned directly' : words[step.relation];
  if (!text || text === 'is') return null;
  return (
    <>
      <span className={classes.word}>{text}</span>
      {step.relation === 'assigned' ? <Arrow /> : null}
    </>
  );
}

const Arrow = () => (
  <span className={classes.arrow} role="img" aria-label="then">
    →
  </span>
);

function Between({ step, before }: { step: PathStep; before: PathStep | undefined }) {
  if (step.relation === 'on' || step.relation === 'in') return <span className={classes.word}>{step.relation}</span>;
  const text = wordsBefore(step, before);
  return (
    <>
      <Arrow />
      {text ? <span className={classes.word}>{text}</span> : null}
      {text === 'assigned directly' ? <Arrow /> : null}
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
