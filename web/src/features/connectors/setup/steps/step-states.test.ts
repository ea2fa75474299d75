import { expect, it } from 'vitest';
import type { Checklist, Connector } from '../../../../api/types.ts';
import { memberStepState, stepStates } from './step-states.ts';

const connector = { status: 'not-connected' } as Connector;
const values = {
  roleArn: 'arn:aws:iam::1:role/r',
  organizationsEnabled: false,
  identityCenterEnabled: false,
  identityCenterRegion: null,
};
const check = (group: 'Trust' | 'IAM', outcome: 'pass' | 'fail' | 'not-granted', action: string | null = null) =>
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

it('the other AWS accounts are done only once a sync has read one, and the number out of reach stands beside it', () => {
  expect(memberStepState(null, { read: null, outOfReach: 0 })).toEqual({ state: 'open', note: null });
  expect(memberStepState('CountersignMember', { read: null, outOfReach: 0 }).state).toBe('open');
  expect(memberStepState('CountersignMember', { read: 0, outOfReach: 11 })).toMatchObject({ state: 'attention' });
  expect(memberStepState('CountersignMember', { read: 1_240, outOfReach: 3 })).toEqual({
    state: 'done',
    note: '1,240 read, 3 out of reach',
  });
});
