import { IconArrowForwardUp } from '@tabler/icons-react';
import type { AccessRequest } from '../../../api/types.ts';
import { Section } from '../../../ui/layout/page.tsx';
import { Avatar } from '../../../ui/path/avatar.tsx';
import { StatusIcon } from '../../../ui/status/status.tsx';
import { Time } from '../../../ui/text/time.tsx';
import { minutesWords } from '../../../ui/text/words.ts';
import { namesWords, stepLabels, viaWords } from '../words/step-words.ts';
import classes from './detail.module.css';

type Step = AccessRequest['steps'][number];

/** Who decided what, when and why; and who may decide what is still open. */
export function Decisions({ request }: { request: AccessRequest }) {
  if (request.steps.length === 0) {
    return (
      <Section title="Decisions">
        <p className={classes.quiet}>Nobody had to be asked: {request.policies.map(({ name }) => name).join(', ')}.</p>
      </Section>
    );
  }
  return (
    <Section title="Decisions">
      <ul className={classes.decisions}>
        {request.steps.flatMap((step) => [
          ...step.reassignments.map((each) => <HandedOver key={`${step.step} ${each.at} ${each.to.id}`} of={each} />),
          ...step.decisions.map((by) => <Decision key={`${step.step} ${by.person.id}`} step={step} by={by} />),
          ...(step.status === 'open' && request.status === 'pending'
            ? [<Open key={`${step.step} open`} step={step} expiresAt={request.expiresAt} />]
            : []),
        ])}
      </ul>
      {request.status === 'expired' ? (
        <p className={classes.quiet}>Nobody decided in time, so it is closed. Ask again if you still need it.</p>
      ) : null}
    </Section>
  );
}

function Decision({ step, by }: { step: Step; by: Step['decisions'][number] }) {
  const via = step.candidates.find(({ id }) => id === (by.inSteadOf ?? by.person).id)?.via;
  return (
    <li>
      <StatusIcon sign={by.decision === 'approve' ? 'pass' : 'fail'} />
      <span className={classes.decision}>
        <span>
          <strong>{by.person.name}</strong>
          {by.inSteadOf ? ` for ${by.inSteadOf.name}` : ''} {by.decision === 'approve' ? 'approved' : 'denied'}
          {by.minutes ? `, for ${minutesWords(by.minutes)}` : ''}
          <span className={classes.grey}> as {via ?? stepLabels[step.kind].toLowerCase()}</span>
        </span>
        {by.reason ? <q>{by.reason}</q> : null}
      </span>
      <span className={classes.when}>
        <Time at={by.at} />
      </span>
    </li>
  );
}

function HandedOver({ of: { from, to, reason, at } }: { of: Step['reassignments'][number] }) {
  return (
    <li>
      <IconArrowForwardUp size={15} stroke={1.75} aria-hidden />
      <span className={classes.decision}>
        <span>
          <strong>{from.name}</strong> handed the decision to <strong>{to.name}</strong>
        </span>
        <q>{reason}</q>
      </span>
      <span className={classes.when}>
        <Time at={at} />
      </span>
    </li>
  );
}

function Open({ step, expiresAt }: { step: Step; expiresAt: string }) {
  const names = step.candidates.map(({ name }) => name);
  const away = step.candidates.filter(({ delegate }) => delegate !== null);
  return (
    <li>
      <StatusIcon sign="waiting" />
      <span className={classes.decision}>
        <span>
          {names.length === 1 ? <Avatar name={names[0] ?? ''} size={18} /> : null} Waits for{' '}
          <strong>{namesWords(names)}</strong>
          <span className={classes.grey}> as {viaWords(step.candidates)}</span>
        </span>
        {away.map(({ id, name, delegate }) => (
          <span key={id} className={classes.grey}>
            {name} is away: {delegate?.name} may decide in their stead.
          </span>
        ))}
      </span>
      <span className={classes.when}>
        until <Time at={expiresAt} />
      </span>
    </li>
  );
}
