import { furtherReadPermissions } from '../further-read-permissions.ts';
import { readPermissions } from '../permission-table.ts';
import { scopeHides } from './scope-words.ts';

interface Gap {
  scopeKind: string;
  reason: 'denied' | 'throttled' | 'unavailable' | 'not-attempted' | 'invalid';
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
export const gapMend = ({ action, reason, message }: Pick<Gap, 'action' | 'reason' | 'message'>): string => {
  // AWS's own words for it: https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot_access-denied.html
  if (action && message.includes('explicit deny'))
    return `A policy denies ${action}, which no statement that allows it outweighs: take it out of there, then sync again.`;
  if (action) return `Allow ${action} in a policy of the connector's role, then sync again.`;
  if (reason === 'invalid') return 'Please report it with the log of this run; the next sync asks again.';
  if (reason === 'not-attempted') return 'It is read again once what comes before it can be read.';
  return 'Nothing to do: the next sync asks again.';
};
