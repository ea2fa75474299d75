import { furtherReadPermissions } from '../further-read-permissions.ts';
import { readPermissions } from '../permission-table.ts';
import { scopeHides } from './scope-words.ts';

interface Gap {
  scopeKind: string;
  reason: 'denied' | 'throttled' | 'unavailable' | 'not-attempted' | 'invalid' | 'no-longer-read';
  /** The IAM action that is missing, where that is the reason. */
  action: string | null;
  /** AWS's own sentence. */
  message: string;
}

const lost = new Map<string, string>([...readPermissions, ...furtherReadPermissions].map((at) => [at.action, at.lost]));

/** What a listing that was not read hides: of a missing action all that is lost with it, else of this listing. */
export const gapHides = ({ action, scopeKind }: Pick<Gap, 'action' | 'scopeKind'>): string =>
  (action && lost.get(action)) || scopeHides(scopeKind);

/** What to do about it. A refusal that no statement can lift (AWS answered nonsense) is ours to look at. */
export const gapMend = ({ scopeKind, action, reason, message }: Gap): string => {
  // AWS's own words for it: https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot_access-denied.html
  if (action && message.includes('explicit deny'))
    return `A policy denies ${action}, which no statement that allows it outweighs: take it out of there, then sync again.`;
  if (reason === 'no-longer-read') return 'To have it read again, add a connector that reads it.';
  if (scopeKind === 'iam-of-aws-account' && reason === 'denied') return memberRoleMend;
  if (action) return `Allow ${action} in a policy of ${refusedRole(message)}, then sync again.`;
  if (reason === 'invalid') return 'Please report it with the log of this run; the next sync asks again.';
  if (reason === 'not-attempted') return scopeKind === 'iam-of-aws-account' ? notEnteredMend(message) : behindMend;
  return 'Nothing to do: the next sync asks again.';
};

const behindMend = 'It is read again once what comes before it can be read.';
// AWS answers alike whether the role is missing, trusts somebody else, or the connector's role may not ask.
const memberRoleMend =
  "Create the role there with the StackSet of the connector's set-up, or update it where it exists. If every AWS account refuses, attach CountersignAssumeMembers to the connector's role.";
/** What is said of an AWS account that a connector has given up, and that the one set up for it has not read yet. */
export const leftToAnother = 'It is left to the connector whose role is there, which has not read it yet.';
const notEnteredMend = (message: string): string => {
  if (message === leftToAnother) return 'Sync the connector whose role is in that AWS account.';
  return message.includes('switched off')
    ? "To have it read again, enter the role's name in the connector's settings. What was known stays, and is stale."
    : 'Nothing to do: it is read again if AWS makes the AWS account active.';
};

/** Whom AWS refused: inside another AWS account it is the role there, which has one name in all of them. */
const refusedRole = (message: string): string => {
  const [, name] = /:assumed-role\/([\w+=,.@-]+)\//.exec(message) ?? [];
  return name ? `role ${name}` : "the connector's role";
};
