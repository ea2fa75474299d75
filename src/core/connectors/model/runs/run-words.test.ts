import { describe, expect, it, test } from 'vitest';
import { scopeKinds } from '../../../inventory/model/scope.ts';
import { callRates } from './call-rates.ts';
import { decisionSentence, type SpokenDecision } from './decision-sentence.ts';
import { gapHides, gapMend, leftToAnother } from './gap-words.ts';
import { scopeHides, scopeTitle } from './scope-words.ts';

test.each(scopeKinds)('listings of %s have a title, and what is hidden without one is said', (kind) => {
  expect(scopeTitle(kind)).not.toBe(kind);
  expect(scopeHides(kind)).not.toBe(scopeHides('a kind that is new'));
});

describe('a gap', () => {
  it('says of a missing action all that is lost without it, and the statement to add', () => {
    const gap = {
      scopeKind: 'members-of-group',
      action: 'iam:GetGroup',
      reason: 'denied' as const,
      message: 'not authorized',
    };
    expect(gapHides(gap)).toContain('access that comes from a group is not shown');
    expect(gapMend(gap)).toContain('Allow iam:GetGroup');
  });
  it('of an action that no table knows, or of none, says what this listing hides', () => {
    expect(gapHides({ scopeKind: 'account-alias', action: 'iam:Unheard' })).toBe(scopeHides('account-alias'));
    expect(gapHides({ scopeKind: 'account-alias', action: null })).toBe(scopeHides('account-alias'));
  });
  it('asks for nothing where AWS heals by itself', () => {
    expect(gapMend({ scopeKind: 'iam-users', action: null, reason: 'throttled', message: '' })).toContain(
      'Nothing to do',
    );
  });
  it('asks to take a denial away where adding an action would change nothing', () => {
    const message =
      'User: x is not authorized to perform: iam:GetGroup with an explicit deny in an identity-based policy';
    expect(gapMend({ scopeKind: 'members-of-group', action: 'iam:GetGroup', reason: 'denied', message })).toContain(
      'take it out of there',
    );
  });
  it('of an action names the role that AWS refused, which in another AWS account is the one there', () => {
    const message =
      'User: arn:aws:sts::730482915066:assumed-role/CountersignMember/countersign is not authorized to perform: iam:GetGroup';
    expect(gapMend({ scopeKind: 'members-of-group', action: 'iam:GetGroup', reason: 'denied', message })).toBe(
      'Allow iam:GetGroup in a policy of role CountersignMember, then sync again.',
    );
  });
});

describe('an AWS account whose IAM is out of reach', () => {
  const gap = { scopeKind: 'iam-of-aws-account', action: null, reason: 'not-attempted' as const };
  it('asks for the role there, never for an action of the connector that it has', () => {
    const message =
      'User: arn:aws:sts::481203377190:assumed-role/Countersign/countersign is not authorized to perform: sts:AssumeRole on resource: arn:aws:iam::730482915066:role/CountersignMember';
    const mend = gapMend({ ...gap, action: 'sts:AssumeRole', reason: 'denied', message });
    expect(mend).toContain('StackSet');
    expect(mend).not.toContain('Allow sts:AssumeRole');
  });
  it('asks for nothing while AWS lets nobody in', () => {
    expect(gapMend({ ...gap, message: 'The AWS account is suspended: AWS lets nobody in.' })).toContain(
      'Nothing to do',
    );
  });
  it('asks for a sync of the connector that it is left to', () => {
    expect(gapMend({ ...gap, message: leftToAnother })).toContain('Sync the connector whose role is in');
  });

  it('asks for the setting where reading it was switched off', () => {
    const message = 'Reading IAM of other AWS accounts is switched off for this connector.';
    expect(gapMend({ ...gap, message })).toContain("enter the role's name");
  });
});

describe('calls per second', () => {
  const calls = [
    { operation: 'sso:ListInstances', actual: 30 },
    { operation: 'identitystore:ListUsers', actual: 10 },
    { operation: 'iam:ListUsers', actual: 5 },
    { operation: 'organizations:ListAccounts', actual: 0 },
  ];
  it('are those of everything that shares a limit, over the time of reading', () => {
    expect(callRates(calls, 4000, { 'identity-center': 20 })).toEqual([
      { family: 'iam', calls: 5, perSecond: 1.25, limitPerSecond: null },
      { family: 'identity-center', calls: 40, perSecond: 10, limitPerSecond: 20 },
    ]);
  });
  it('are not told of a run that was not measured, or was too short to say', () => {
    for (const readingMs of [null, 999]) expect(callRates(calls, readingMs, {})[0]?.perSecond).toBeNull();
  });
});

describe('a decision', () => {
  const decision: SpokenDecision = {
    part: 'assignments',
    chosen: 'by-pair',
    estimatedCalls: 1,
    refusedAction: 'sso:ListAccountAssignmentsForPrincipal',
    alternatives: [
      { strategy: 'by-pair', estimatedCalls: 1, outcome: 'chosen' },
      { strategy: 'by-principal', estimatedCalls: 4, outcome: 'not-possible' },
    ],
  };
  it('names the refusal behind it, and what is not possible', () => {
    expect(decisionSentence(decision)).toBe(
      'AWS refused sso:ListAccountAssignmentsForPrincipal. Who holds which permission set is read for each AWS account and permission set: 1 call; for each user and group is not possible.',
    );
  });
  it('of a part that is new is still said', () => {
    expect(decisionSentence({ ...decision, part: 'tags', refusedAction: null })).toContain('tags is read');
  });
});
