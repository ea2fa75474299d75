import { describe, expect, it } from 'vitest';
import type { PolicyForm } from '../../../api/types.ts';
import { sentenceOf } from '../policy-words.ts';
import { draftOf, emptyDraft, formOf, missingIn } from './policy-draft.ts';

const forms: PolicyForm[] = [
  {
    shape: 'permission-sets',
    who: { kind: 'group', groupId: 'ent_7' },
    permissionSets: ['ent_1', 'ent_2'],
    awsAccounts: 'all',
    maxMinutes: 90,
    approval: [{ kind: 'manager' }, { kind: 'named-people', personIds: ['per_1', 'per_2'], needed: 2 }],
  },
  { shape: 'groups', who: { kind: 'everyone' }, groupIds: ['ent_9'], maxMinutes: 480, approval: [{ kind: 'manager' }] },
  {
    shape: 'automatic',
    who: { kind: 'department', department: 'Payments' },
    permissionSets: 'all',
    awsAccounts: ['123456789012'],
    maxMinutes: 60,
  },
  {
    shape: 'forbid',
    who: { kind: 'everyone' },
    permissionSets: 'all',
    awsAccounts: ['123456789012'],
    because: 'The log archive is read by nobody.',
  },
  { shape: 'extra-approval', permissionSets: 'all', awsAccounts: 'all', approval: [{ kind: 'application-owner' }] },
];
const policyOf = (form: PolicyForm) => ({
  id: 'pol_1',
  name: 'One',
  form,
  cedar: '',
  isEnabled: true,
  createdAt: '2026-11-24T00:00:00.000Z',
  updatedAt: '2026-11-24T00:00:00.000Z',
  version: 1,
});

describe('a policy in the form', () => {
  it.each(forms)('$shape is saved as it was read when nothing was changed', (form) => {
    const draft = draftOf(policyOf(form));
    expect(formOf(draft)).toEqual(form);
    expect(missingIn(draft)).toEqual({});
  });

  it('names each field that lacks something, and only those of its shape', () => {
    expect(Object.keys(missingIn(emptyDraft))).toEqual(['name', 'permissionSets', 'awsAccounts']);
    expect(Object.keys(missingIn({ ...emptyDraft, shape: 'groups' }))).toEqual(['name', 'groupIds']);
    expect(
      Object.keys(missingIn({ ...emptyDraft, shape: 'forbid', name: 'x', areAllSets: true, areAllAccounts: true })),
    ).toEqual(['because']);
  });

  it('never asks for more than a day without approval', () => {
    const form = formOf({ ...emptyDraft, shape: 'automatic', maxMinutes: 10_080 });
    expect(form).toMatchObject({ maxMinutes: 1440 });
  });

  it('says in one sentence who gets what for how long', () => {
    expect(forms.map(sentenceOf)).toEqual([
      'Members of one group may ask for 2 permission sets on any AWS account for up to 1 h 30 min',
      'Everyone may ask to join 1 group for up to 8 h',
      'Everyone in Payments is given any permission set on 1 AWS account for up to 1 h',
      'Everyone may not ask for any permission set on 1 AWS account: The log archive is read by nobody.',
      'Whoever asks for any permission set on any AWS account needs more approval',
    ]);
  });
});
