import type { RefusalCodes } from '../shared/refusal-code.ts';

export const refusalCodes: RefusalCodes = {
  'policy-not-found': { kind: 'not-found', meaning: 'There is no such policy.' },
  'policy-refused': { kind: 'invalid', meaning: 'The policy has the faults that the facts name; nothing was saved.' },
  'policy-says-no': { kind: 'forbidden', meaning: 'No policy permits this, or one forbids it; the facts say which.' },
  'duration-over-limit': { kind: 'invalid', meaning: 'Longer than the policies allow; the facts name the limit.' },
  'entitlement-unknown': {
    kind: 'invalid',
    meaning: 'No such permission set, AWS account, group or role, or no connector reads it.',
  },
  'not-for-them': { kind: 'forbidden', meaning: 'You may ask for yourself and for people who report to you.' },
  'no-identity': { kind: 'conflict', meaning: 'The person has no identity in AWS that could hold this.' },
  'aws-account-not-active': { kind: 'conflict', meaning: 'The AWS account is suspended or closed (PRV-5).' },
  'management-account-out-of-reach': {
    kind: 'conflict',
    meaning: 'A delegated administrator may not assign in the management AWS account (PRV-5).',
  },
  'group-owned-by-identity-provider': {
    kind: 'conflict',
    meaning: 'The group comes from an identity provider, which would undo the change (PRV-5).',
  },
  'granted-by-identity-provider': {
    kind: 'conflict',
    meaning: 'Membership of a group in an identity provider gives this role; it is asked for there (PRV-5, DIR-4).',
  },
  'already-held': { kind: 'conflict', meaning: 'The person holds this already, and not by a lease.' },
  'request-pending': { kind: 'conflict', meaning: 'The same was asked for already and waits for a decision.' },
  'starts-in-the-past': { kind: 'invalid', meaning: 'The start lies in the past.' },
  'starts-too-late': { kind: 'invalid', meaning: 'The start lies more than a year ahead.' },
  'no-approver': {
    kind: 'conflict',
    meaning: 'Nobody may decide the step that the facts name, not even as a fallback.',
  },
  'request-not-found': { kind: 'not-found', meaning: 'No such request, or you may not see it.' },
  'request-expired': { kind: 'conflict', meaning: 'Nobody decided in time.' },
  'already-decided': { kind: 'conflict', meaning: 'Somebody decided this request or this step before you.' },
  'acts-for-requester': {
    kind: 'forbidden',
    meaning:
      'Nobody decides on a request by or for somebody whose delegate they are, or whose delegate they stand in for (REQ-8).',
  },
  'self-approval': { kind: 'forbidden', meaning: 'Nobody decides on their own access, in whatever role (REQ-3).' },
  'not-an-approver': { kind: 'forbidden', meaning: 'The open step is not yours to decide.' },
  'already-an-approver': { kind: 'conflict', meaning: 'This person is, or was, asked for the step already.' },
  'approver-must-differ': { kind: 'forbidden', meaning: 'You approved another step of this request (REQ-3).' },
  'may-only-shorten': { kind: 'invalid', meaning: 'An approver may shorten the time, not lengthen it.' },
  'no-longer-allowed': {
    kind: 'conflict',
    meaning: 'The policies allowed it when it was asked for and would not now.',
  },
  'not-yours': { kind: 'forbidden', meaning: 'Only who made a request, or whom it is for, may cancel it.' },
  'delegation-not-found': { kind: 'not-found', meaning: 'No such delegation, or you may not see it.' },
  'delegation-not-yours': {
    kind: 'forbidden',
    meaning: 'Delegates of others are named and ended by administrators of requests.',
  },
  'delegate-is-yourself': {
    kind: 'invalid',
    meaning: 'Nobody is their own delegate, and no administrator makes themselves the delegate of somebody else.',
  },
  'delegation-overlaps': { kind: 'conflict', meaning: 'Another delegation of this person holds in that time.' },
  'delegation-too-long': { kind: 'invalid', meaning: 'A delegation lasts 90 days at most.' },
  'delegation-over': { kind: 'conflict', meaning: 'The delegation is over already.' },
  'ends-before-start': { kind: 'invalid', meaning: 'It must end after it starts, and after now.' },
  'lease-not-found': { kind: 'not-found', meaning: 'No such lease, or you may not see it.' },
  'lease-over': { kind: 'conflict', meaning: 'The lease has ended; ask for the access anew.' },
  'not-an-owner': { kind: 'forbidden', meaning: 'Only owners of the connector or its application may do this.' },
  'task-not-found': { kind: 'not-found', meaning: 'No such task, or you may not see it.' },
  'task-not-open': { kind: 'conflict', meaning: 'The task is done already, or no longer needed.' },
  'right-out-of-reach': { kind: 'conflict', meaning: 'No connector reads this access, so none can take it away.' },
};
