import { describe, expect, it } from 'vitest';
import type { Check, Checklist, Connector } from '../../../../api/types.ts';
import { memberStepState, stepStates } from './step-states.ts';

const connector = { status: 'not-connected' } as Connector;
const values = {
  roleArn: 'arn:aws:iam::1:role/r',
  organizationsEnabled: false,
  identityCenterEnabled: false,
  identityCenterRegion: null,
};
const check = (group: Check['group'], outcome: 'pass' | 'fail' | 'not-granted', action: string | null = null) =>
  ({ group, outcome, action }) as Checklist['checks'][number];
const checklist = (isReachable: boolean, checks: Checklist['checks']) => ({ isReachable, checks }) as Checklist;

it('nothing is done before a test has seen it', () => {
  expect(stepStates(connector, values, null)).toMatchObject({ role: 'open', policy: 'open', save: 'open' });
});

it('a role that cannot be assumed asks for attention at the role, and says nothing of the policy', () => {
  const states = stepStates(connector, values, checklist(false, [check('Trust', 'fail')]));
  expect(states).toMatchObject({ role: 'attention', policy: 'open' });
});

it('a denied action asks for attention at the policy only, and saving stays possible', () => {
  const states = stepStates(
    connector,
    values,
    checklist(true, [check('Trust', 'pass'), check('IAM', 'not-granted', 'iam:GetGroup')]),
  );
  expect(states).toMatchObject({ role: 'done', policy: 'attention', policyNote: '1 action missing' });
  expect(states.saveNote).toMatch(/^You may save now/);
});

it('an optional action that is not granted asks for nothing', () => {
  const optional = { ...check('IAM', 'not-granted', 'cloudtrail:LookupEvents'), isOptional: true };
  const states = stepStates(connector, values, checklist(true, [check('Trust', 'pass'), optional]));
  expect(states).toMatchObject({ role: 'done', policy: 'done', policyNote: null });
  expect(states.saveNote).toMatch(/^Test when/);
});

it('a SCIM token that AWS refuses asks for attention where it is entered, and says nothing of the policies', () => {
  const tried = checklist(true, [check('Trust', 'pass'), check('SCIM', 'fail')]);
  const withScim = { ...values, scimEnabled: true };
  expect(stepStates(connector, withScim, tried)).toMatchObject({ policy: 'done', settings: 'attention' });
  expect(stepStates(connector, values, tried)).toMatchObject({ settings: 'done', settingsNote: null });
});

describe('the other AWS accounts', () => {
  const named = { memberRoleName: 'CountersignMember' };
  const refused = check('Other AWS accounts', 'not-granted', 'iam:GetGroup');

  it('are done only once a sync has read one, and the number out of reach stands beside it', () => {
    expect(memberStepState({ memberRoleName: null }, null, { read: null, outOfReach: 0 }).state).toBe('open');
    expect(memberStepState(named, null, { read: null, outOfReach: 0 }).state).toBe('open');
    expect(memberStepState(named, null, { read: 0, outOfReach: 11 }).state).toBe('attention');
    expect(memberStepState(named, null, { read: 1_240, outOfReach: 3 })).toEqual({
      state: 'done',
      note: '1,240 read, 3 out of reach',
    });
  });
  it('that refuse ask for attention there, and say nothing of the policies of the connector’s own role', () => {
    const tried = checklist(true, [check('Trust', 'pass'), refused]);
    expect(stepStates(connector, values, tried)).toMatchObject({ policy: 'done', policyNote: null });
    expect(stepStates(connector, values, tried).saveNote).toMatch(/^You may save now/);
    expect(memberStepState(named, tried, { read: 8, outOfReach: 3 })).toEqual({
      state: 'attention',
      note: '1 action missing',
    });
  });
});
