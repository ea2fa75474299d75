import type { Lease } from '../../../../contract/leases.ts';
import type { AccessRequest, PolicyAnswer } from '../../../../contract/requests.ts';
import { moment, span } from '../../output/printable.ts';

type Step = AccessRequest['steps'][number];

const names = (people: readonly { name: string }[]): string => people.map(({ name }) => name).join(' or ') || 'nobody';
const how = { manager: 'manager', 'application-owner': 'application owner', 'named-people': 'named by the policy' };

const deciders = (step: PolicyAnswer['steps'][number], index: number): string =>
  `${index === 0 ? 'Decides' : 'Then'}: ${names(step.people)} (${how[step.kind]}${step.needed > 1 ? `, ${step.needed} of them` : ''})`;

/** What the policies say about a wish: who decides, or why not. */
export function answerText(answer: PolicyAnswer): string {
  const by = answer.policies.length > 0 ? `Policy: ${answer.policies.map(({ name }) => name).join(', ')}` : null;
  if (!answer.isAllowed) return ['This would be refused:', ...answer.reasons.map((reason) => `  ${reason}`)].join('\n');
  return [
    ...(answer.steps.length === 0 ? ['Nobody is asked: the policy approves it.'] : answer.steps.map(deciders)),
    ...(by ? [by] : []),
    ...(answer.maxMinutes === null ? [] : [`At most: ${span(answer.maxMinutes)}`]),
    ...(answer.usualMinutes === null ? [] : [`Usually decided within ${span(Math.max(1, answer.usualMinutes))}`]),
  ].join('\n');
}

const stepLines = (step: Step): string[] => [
  `  Step ${step.step}       ${step.status}: ${names(step.candidates)} (${how[step.kind]})`,
  ...step.reassignments.map(
    ({ from, to, reason, at }) => `               ${from.name} handed it to ${to.name}, ${moment(at)}: ${reason}`,
  ),
  ...(step.status === 'open' ? step.candidates : []).flatMap(({ name, delegate }) =>
    delegate ? [`               ${name} is away until ${moment(delegate.until)} UTC: ${delegate.name} may decide`] : [],
  ),
  ...step.decisions.map(
    ({ person, inSteadOf, decision, reason, minutes, at }) =>
      `               ${person.name}${inSteadOf ? ` for ${inSteadOf.name}` : ''}: ${decision}${minutes === null ? '' : `, for ${span(minutes)}`}, ${moment(at)}${reason ? `: ${reason}` : ''}`,
  ),
];

const left = ({ status, endsAt }: Lease): string => {
  const minutes = Math.floor((Date.parse(endsAt) - Date.now()) / 60_000);
  return status === 'active' && minutes > 0 ? `, ${span(minutes)} left` : '';
};

/** Where the access itself is, in one line: the words of the ledger, with what holds it up. */
export function leaseLine(lease: Lease): string {
  const ended = lease.endReason ? ` (${lease.endReason}${lease.endedBy ? ` by ${lease.endedBy.name}` : ''})` : '';
  const task = lease.manualTaskId ? `, carried out by hand: ${lease.manualTaskId}` : '';
  return `${lease.status}${ended}, ${moment(lease.startsAt)} to ${moment(lease.endsAt)} UTC${left(lease)}${task}`;
}

export const leaseLines = (lease: Lease): string[] => [
  `  Access       ${leaseLine(lease)}`,
  ...(lease.failure ? [`  Stuck        ${lease.failure.message} (${lease.failure.code})`] : []),
  ...(lease.failure?.awsError ? [`               AWS said: ${lease.failure.awsError}`] : []),
  ...(lease.portalUrl && lease.status === 'active' ? [`  Portal       ${lease.portalUrl}`] : []),
  ...(lease.cliProfile && lease.status === 'active'
    ? [
        '  Profile',
        ...lease.cliProfile
          .trimEnd()
          .split('\n')
          .map((line) => `    ${line}`),
      ]
    : []),
  ...(lease.sessionsMayLastUntil && ['active', 'ending', 'ended'].includes(lease.status)
    ? [`  Sessions     opened before the end may still work until ${moment(lease.sessionsMayLastUntil)} UTC`]
    : []),
];

/** One request as a few lines: state first, then what, who and why. */
export const requestText = (request: AccessRequest): string =>
  [
    `Request ${request.number} (${request.id}): ${request.status}`,
    `  For          ${request.person.name}${request.requester.id === request.person.id ? '' : `, asked by ${request.requester.name}`}`,
    `  What         ${request.entitlement.name}, for ${span(request.grantedMinutes ?? request.durationMinutes)}${
      request.grantedMinutes !== null && request.grantedMinutes !== request.durationMinutes
        ? ` (asked: ${span(request.durationMinutes)})`
        : ''
    }`,
    ...(request.extendsLeaseId ? [`  Extends      ${request.extendsLeaseId}`] : []),
    ...(request.startsAt ? [`  Starts       ${moment(request.startsAt)} UTC`] : []),
    `  Reason       ${request.reason}${request.ticket ? ` (${request.ticket})` : ''}`,
    ...request.steps.flatMap(stepLines),
    ...(request.steps.length === 0 ? ['  Decided      by policy, nobody was asked'] : []),
    ...(request.policies.length > 0 ? [`  Policy       ${request.policies.map(({ name }) => name).join(', ')}`] : []),
    ...(request.status === 'pending' ? [`  Expires      ${moment(request.expiresAt)} UTC, if nobody decides`] : []),
    ...(request.lease ? leaseLines(request.lease) : []),
  ].join('\n');

export const leaseText = (lease: Lease): string =>
  [
    `${lease.entitlement.name} for ${lease.person.name} (${lease.id}, request ${lease.requestNumber})`,
    ...leaseLines(lease),
  ].join('\n');
