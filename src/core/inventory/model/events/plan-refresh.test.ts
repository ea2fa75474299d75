import { describe, expect, it } from 'vitest';
import { planRefresh, type RefreshGround } from './plan-refresh.ts';
import type { Touched } from './touched.ts';

const ground: RefreshGround = {
  awsAccountId: '111111111111',
  memberAwsAccountIds: ['222222222222'],
  groupOfMembership: new Map([['m-1', 'group-1']]),
  identityCenterGroupIds: ['group-1', 'group-2'],
};
const plan = (touched: Touched[], on = ground) => planRefresh(touched, on);
const iam = { things: false, groupNames: [], roleSettings: false, credentialReport: false, alias: false };
const nothing = {
  pairs: [],
  groupIds: [],
  users: false,
  groups: false,
  permissionSets: false,
  sets: [],
  awsAccounts: false,
  iam,
  members: [],
};
const pair = (awsAccountId: string) => ({ what: 'pair', awsAccountId, permissionSetArn: 'set' }) as const;

describe('an increment', () => {
  it('reads each listing once, however many events touched it', () => {
    const members = { what: 'members-of-group', groupId: 'group-1' } as const;
    const touched = [pair('2'), pair('2'), members, members, { what: 'users' }, { what: 'users' }] as const;
    expect(plan([...touched, { what: 'membership', membershipId: 'm-1' }])).toEqual({
      plan: { ...nothing, pairs: [{ awsAccountId: '2', permissionSetArn: 'set' }], groupIds: ['group-1'], users: true },
    });
  });

  it('reads every group when nobody knows whose a membership was', () => {
    expect(plan([{ what: 'membership', membershipId: 'm-2' }])).toEqual({
      plan: { ...nothing, groupIds: ['group-1', 'group-2'] },
    });
  });

  it('reads IAM only where the connector reads it, and members of single groups only where nothing else of it', () => {
    const members = { what: 'iam-members', awsAccountId: '111111111111', groupName: 'ops' } as const;
    expect(plan([{ what: 'iam', awsAccountId: '333333333333' }])).toBeNull();
    expect(plan([members, members])).toEqual({ plan: { ...nothing, iam: { ...iam, groupNames: ['ops'] } } });
    expect(plan([members, { what: 'iam', awsAccountId: '111111111111' }])).toEqual({
      plan: { ...nothing, iam: { ...iam, things: true } },
    });
  });

  it('reads IAM of another AWS account by its own plan, once however much was touched there', () => {
    const there = { what: 'iam', awsAccountId: '222222222222' } as const;
    const settings = { what: 'iam-role-settings', awsAccountId: '222222222222' } as const;
    expect(plan([there, there, settings])).toEqual({
      plan: { ...nothing, members: [{ awsAccountId: '222222222222', ...iam, things: true, roleSettings: true }] },
    });
    expect(plan([{ what: 'iam', awsAccountId: 'each' }])).toEqual({
      plan: {
        ...nothing,
        iam: { ...iam, things: true },
        members: [{ awsAccountId: '222222222222', ...iam, things: true }],
      },
    });
    const many = { ...ground, memberAwsAccountIds: Array.from({ length: 101 }, (_, n) => `${n}`) };
    expect(plan([{ what: 'iam', awsAccountId: 'each' }], many)).toHaveProperty('full');
  });

  it('is none where nothing was touched', () => expect(plan([])).toBeNull());

  it('gives way to a full run for what cannot be narrowed, and for very much', () => {
    expect(plan([{ what: 'everything' }])).toHaveProperty('full');
    expect(plan(Array.from({ length: 300 }, (_, n) => pair(`${n}`)))).toHaveProperty('plan');
    expect(plan(Array.from({ length: 301 }, (_, n) => pair(`${n}`)))).toHaveProperty('full');
  });
});
