import { describe, expect, it } from 'vitest';
import type { CatalogItem } from '../../../api/types.ts';
import { groupsOf, isAskable } from './use-catalog.ts';

const answer = (part: Partial<CatalogItem['answer']>) => ({
  answer: { isAllowed: false, reasons: [], maxMinutes: null, steps: [], policies: [], usualMinutes: null, ...part },
});

describe('what may be put into the basket', () => {
  it('is what is allowed, and what is only too long', () => {
    expect(isAskable(answer({ isAllowed: true, maxMinutes: 120 }), 60)).toBe(true);
    expect(isAskable(answer({ maxMinutes: 120, reasons: ['At most 120 minutes may be asked for.'] }), 240)).toBe(true);
  });

  it('is not what another reason refuses, however short', () => {
    expect(isAskable(answer({ reasons: ['No policy lets you ask for this.'] }), 60)).toBe(false);
    expect(isAskable(answer({ maxMinutes: 120, reasons: ['You have no Identity Center user.'] }), 60)).toBe(false);
    expect(
      isAskable(answer({ maxMinutes: 120, reasons: ['You hold it already, with no end.', 'Too long.'] }), 240),
    ).toBe(false);
  });
});

it('an AWS account heads its neighbours, and what comes in a later page joins the last of them', () => {
  const kindOf = (name: string) => (/[a-z]/.test(name) ? 'permission-set-assignment' : 'group-member');
  const item = (name: string, awsAccountId: string | null) =>
    ({
      name,
      ref: { kind: /\d/.test(name) ? 'assume-role' : kindOf(name) },
      awsAccount: awsAccountId ? { awsAccountId, name: awsAccountId } : null,
    }) as CatalogItem;
  const groups = groupsOf([
    item('a', '1'),
    item('b', '1'),
    item('c', '2'),
    item('D', null),
    item('E', '1'),
    item('6', '1'),
  ]);
  expect(groups.map(({ key, items }) => `${key}:${items.map(({ name }) => name).join('')}`)).toEqual([
    '1:ab',
    '2:c',
    'Groups:DE',
    'Roles from an identity provider:6',
  ]);
});
