import type { RefusalCodes } from '../shared/refusal-code.ts';

export const refusalCodes: RefusalCodes = {
  'campaign-not-found': { kind: 'not-found', meaning: 'No such campaign, or you may not see it.' },
  'campaign-not-yours': { kind: 'forbidden', meaning: 'Only its owner and Super Administrators may do this.' },
  'not-the-owner': { kind: 'forbidden', meaning: 'Only the owner of the campaign may sign for it.' },
  'campaign-state': {
    kind: 'conflict',
    meaning: 'The campaign is in a state that does not allow this; facts name it.',
  },
  'campaign-empty': { kind: 'conflict', meaning: 'Nobody holds anything in this scope: there is nothing to review.' },
  'nothing-published': { kind: 'conflict', meaning: 'AWS was not read yet, so there is nothing to freeze.' },
  'data-stale': {
    kind: 'conflict',
    meaning: 'Part of the scope could not be read (facts.gaps); only the owner may start all the same, with a reason.',
  },
  'aws-account-unknown': { kind: 'invalid', meaning: 'The scope names AWS accounts that no connector has read.' },
  'due-in-the-past': { kind: 'invalid', meaning: 'The due date is over.' },
  'reviewer-unknown': { kind: 'invalid', meaning: 'A named reviewer is not in the directory, or has left.' },
  'items-escalated': {
    kind: 'conflict',
    meaning: 'Undecided items now wait for the owner of the campaign; it closes when they are decided.',
  },
  'remediation-open': {
    kind: 'conflict',
    meaning: 'Revoked access is not proven gone. Sign off with a note that says why; the evidence lists what is open.',
  },
  'item-not-found': { kind: 'not-found', meaning: 'No such review item, or you may not see it.' },
  'item-not-yours': { kind: 'forbidden', meaning: 'Somebody else reviews this item.' },
  'item-submitted': { kind: 'conflict', meaning: 'The decision is submitted; its reviewer takes it back first.' },
  'self-review': { kind: 'forbidden', meaning: 'Nobody reviews their own access.' },
  'reason-required': { kind: 'invalid', meaning: 'A revocation needs a reason.' },
  'evidence-not-found': { kind: 'not-found', meaning: 'No such evidence pack, or you may not see it.' },
  'facts-altered': {
    kind: 'conflict',
    meaning:
      'Facts of review items differ from what was frozen at the start: the database was changed. No pack is made.',
  },
};
