import { describe, expect, it } from 'vitest';
import type { ReviewItem } from '../../../api/types.ts';
import { findIn, groupItems } from './grouping.ts';

const item = (n: number, person: string | null, set: string, account: string, decision: 'certify' | null = null) =>
  ({
    id: `itm_${n}`,
    n,
    person: person === null ? null : { id: `per_${person}`, name: person },
    identity: { id: `ent_${n}`, name: `${person ?? 'robot'}.user`, kind: 'iam-user', status: null },
    entitlement: { kind: 'permission-set-assignment', name: set, awsAccount: { awsAccountId: account, name: account } },
    sentence: `${person ?? 'robot'} → ${set} on ${account}`,
    decision,
  }) as unknown as ReviewItem;

const items = [
  item(1, 'tomas', 'Admin', 'prod'),
  item(2, 'yusuf', 'Admin', 'prod', 'certify'),
  item(3, 'tomas', 'ReadOnly', 'staging', 'certify'),
  item(4, null, 'Admin', 'staging'),
];

describe('groups of review items', () => {
  it('puts every item under exactly one person, in the order of the campaign, and counts what is decided', () => {
    const groups = groupItems(items, 'person');
    expect(groups.map(({ name, decided }) => [name, decided])).toEqual([
      ['tomas', 1],
      ['yusuf', 1],
      ['robot.user', 0],
    ]);
    expect(groups.flatMap((group) => group.items).length).toBe(items.length);
  });

  it('keeps an identity of nobody apart from people', () => {
    expect(groupItems(items, 'person').at(-1)?.kind).toBe('identity');
  });

  it('keeps addresses that are nobody’s apart, though they come through one provider in AWS', () => {
    const federated = (n: number, email: string) => ({
      ...item(n, null, 'OktaAdmin', 'prod'),
      identity: { id: 'ent_9', name: email, kind: 'federated-identity', status: null },
      federation: { identityProvider: 'Okta', group: 'Admins', email },
    });
    const groups = groupItems(
      [federated(1, 'a@x.example'), federated(2, 'b@x.example'), federated(3, 'a@x.example')],
      'person',
    );
    expect(groups.map(({ name, items }) => [name, items.length])).toEqual([
      ['a@x.example', 2],
      ['b@x.example', 1],
    ]);
  });

  it.each([
    ['entitlement', ['Admin', 'ReadOnly']],
    ['aws-account', ['prod', 'staging']],
  ] as const)('groups by %s', (by, names) => {
    expect(groupItems(items, by).map(({ name }) => name)).toEqual(names);
  });

  it('finds by all words at once, wherever they stand in the path', () => {
    expect(findIn(items, 'staging ADMIN').map(({ n }) => n)).toEqual([4]);
    expect(findIn(items, '  ')).toHaveLength(items.length);
  });
});
