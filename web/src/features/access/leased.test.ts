import { describe, expect, it } from 'vitest';
import type { AccessRow } from '../../api/types.ts';
import { isByLease, leasedGroup } from './leased.ts';

const leased = new Set(['ent_7 730482915066', 'group ent_9']);
const set = (via: string | null, awsAccountId = '730482915066') =>
  ({
    entitlement: {
      kind: 'permission-set-assignment',
      name: 'x',
      entityId: 'ent_7',
      awsAccount: { awsAccountId, name: 'a' },
    },
    path: via ? [{ kind: 'group', id: via, name: 'Platform', relation: 'member of' }] : [],
  }) as unknown as AccessRow;

describe('what a lease gave', () => {
  it('is the same permission set on the same AWS account, assigned directly', () => {
    expect(isByLease(set(null), leased)).toBe(true);
    expect(isByLease(set(null, '295730184412'), leased)).toBe(false);
  });

  it('does not hide the same access that a group gives as well', () => {
    expect(isByLease(set('ent_1'), leased)).toBe(false);
    expect(leasedGroup(set('ent_1'), leased)).toBeNull();
  });

  it('ends with a leased group, where the path leads through one', () => {
    expect(leasedGroup(set('ent_9'), leased)).toBe('Platform');
  });
});
