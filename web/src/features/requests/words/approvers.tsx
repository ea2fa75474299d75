import { IconClock } from '@tabler/icons-react';
import type { PolicyAnswer } from '../../../api/types.ts';
import { namesWords, viaWords } from './step-words.ts';
import { usualWords } from './time-words.ts';
import classes from './words.module.css';

export interface NamedAnswer {
  /** What the answer is about, where there are several. */
  name: string | null;
  answer: PolicyAnswer;
}
/** Who will approve, in this order, and how long such requests usually take: said before sending. */
export function Approvers({ answers }: { answers: NamedAnswer[] }) {
  const groups = alike(answers.filter(({ answer }) => answer.isAllowed));
  if (groups.length === 0) return null;
  return (
    <section className={classes.approvers} aria-label="Who will approve">
      <h3 className={classes.approversHead}>
        Who will approve
        {groups.some(({ answer }) => answer.steps.length > 1) ? <span>in this order</span> : null}
      </h3>
      {groups.map(({ names, answer }) => (
        <div key={names.join()}>
          {groups.length > 1 ? <p className={classes.approversFor}>{names.join(', ')}</p> : null}
          <Steps answer={answer} />
        </div>
      ))}
    </section>
  );
}

function Steps({ answer }: { answer: PolicyAnswer }) {
  if (answer.steps.length === 0)
    return <p className={classes.approversFor}>Nobody has to: the policy approves it at once.</p>;
  return (
    <>
      <ol className={classes.approverSteps}>
        {answer.steps.map((step, index) => (
          <li key={`${step.kind} ${step.people.map(({ id }) => id).join()}`}>
            <span className={classes.number} aria-hidden>
              {index + 1}
            </span>
            <span>
              <Names names={step.people.map(({ name }) => name)} />
              <span className={classes.via}>
                {viaWords(step.people)}
                {step.people.length > 1 ? `; ${step.needed === 1 ? 'one' : step.needed} of ${step.people.length}` : ''}
              </span>
            </span>
          </li>
        ))}
      </ol>
      <p className={classes.usual}>
        <IconClock size={14} stroke={1.75} aria-hidden />
        {answer.usualMinutes === null
          ? 'No such request was decided lately'
          : `Usually ${usualWords(answer.usualMinutes)}`}
      </p>
    </>
  );
}

const Names = ({ names }: { names: string[] }) => (
  <span>
    {namesWords(names)
      .split(/( or |, )/)
      .map((part, index) => (index % 2 === 0 ? <strong key={part}>{part}</strong> : part))}
  </span>
);

/** Answers that ask the same people are said once. */
function alike(answers: NamedAnswer[]): { names: string[]; answer: PolicyAnswer }[] {
  const groups = new Map<string, { names: string[]; answer: PolicyAnswer }>();
  for (const { name, answer } of answers) {
    const key = JSON.stringify(answer.steps);
    const group = groups.get(key) ?? { names: [], answer };
    if (name) group.names.push(name);
    groups.set(key, group);
  }
  return [...groups.values()];
}
