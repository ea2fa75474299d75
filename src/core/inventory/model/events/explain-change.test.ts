import { describe, expect, it } from 'vitest';
import {
  byWhatTheyName,
  type ChangeToExplain,
  type ExplainingEvent,
  explainChange,
  type Thing,
} from './explain-change.ts';
import type { Explained } from './touched.ts';

const thing = (kind: Thing['kind'], nativeId: string, more: Partial<Thing> = {}): Thing => ({
  kind,
  nativeId,
  name: null,
  arn: null,
  parentId: null,
  ...more,
});
const membership: ChangeToExplain = {
  op: 'granted',
  publishedAt: '2026-11-24T12:00:00.000Z',
  entity: null,
  target: thing('identity-center-group', 'd-1/group-1'),
  permissionSetArn: null,
  principal: thing('identity-center-user', 'd-1/user-1'),
};
const event = (explained: Explained, at = '2026-11-24T11:59:00.000Z', id = at) => ({ id, at, explained: [explained] });
const joins: Explained = {
  op: 'granted',
  target: { kinds: ['identity-center-group'], id: 'group-1' },
  principal: { kinds: ['identity-center-user'], id: 'user-1' },
};

const explain = (change: ChangeToExplain, events: ExplainingEvent[]) => explainChange(change, byWhatTheyName(events));

describe('a change', () => {
  it('is explained by the event that names group, member and direction', () => {
    expect(explain(membership, [event(joins)])).not.toBeNull();
    expect(explain(membership, [event({ ...joins, op: 'removed' })])).toBeNull();
    expect(
      explain(membership, [event({ ...joins, principal: { kinds: ['identity-center-user'], id: 'user-2' } })]),
    ).toBeNull();
    expect(explain({ ...membership, op: 'removed' }, [event(joins)])).toBeNull();
  });

  it('is explained by the last such event before it was published, never by a later one', () => {
    const events = [
      event(joins, '2026-11-24T11:57:00.000Z'),
      event(joins, '2026-11-24T11:58:00.000Z'),
      event(joins, '2026-11-24T12:00:01.000Z'),
    ];
    expect(explain(membership, events)?.id).toBe('2026-11-24T11:58:00.000Z');
    expect(explain(membership, events.slice(2))).toBeNull();
  });

  it('is explained by the event that names it most exactly, whichever came last', () => {
    const left: ChangeToExplain = { ...membership, op: 'removed' };
    const leaves = event({ ...joins, op: 'removed' }, '2026-11-24T11:58:00.000Z');
    const deleted = event({ op: 'removed', principal: joins.principal }, '2026-11-24T11:59:00.000Z');
    expect(explain(left, [leaves, deleted])).toBe(leaves);
    expect(explain(left, [deleted])).toBe(deleted);
  });

  it('of IAM is known by name, without case, and only in its AWS account', () => {
    const entity = thing('iam-user', 'AIDA1', { name: 'Ann', parentId: '111111111111' });
    const made: ChangeToExplain = { ...membership, op: 'appeared', entity, target: null, principal: null };
    const named = { kinds: ['iam-user'], name: 'ann', awsAccountId: '111111111111' } as const;
    expect(explain(made, [event({ op: 'appeared', entity: named })])).not.toBeNull();
    expect(explain(made, [event({ op: 'appeared', entity: { ...named, awsAccountId: '222222222222' } })])).toBeNull();
    // Made under the same name before, and deleted: the unique id tells them apart.
    expect(explain(made, [event({ op: 'appeared', entity: { ...named, id: 'AIDA0' } })])).toBeNull();
  });

  it('is found by whatever the event names: an id after any slash, an ARN, the native id as ARN, or its kind alone', () => {
    const entity = thing('permission-set', 'arn:aws:sso:::permissionSet/ssoins-1/ps-1', {
      name: 'Admin',
      arn: 'arn:own',
    });
    const changed: ChangeToExplain = { ...membership, op: 'changed', entity, target: null, principal: null };
    const ways = [{ id: 'ps-1' }, { id: 'ssoins-1/ps-1' }, { id: entity.nativeId }, { arn: 'arn:own' }];
    for (const way of [...ways, { arn: entity.nativeId }, { name: 'ADMIN' }, {}])
      expect(explain(changed, [event({ entity: { kinds: ['iam-role', 'permission-set'], ...way } })])).not.toBeNull();
    for (const way of [{ id: 's-1' }, { arn: 'arn:other' }, { name: 'Adm' }])
      expect(explain(changed, [event({ entity: { kinds: ['permission-set'], ...way } })])).toBeNull();
    expect(explain(changed, [event({ entity: { kinds: ['iam-role'] } })])).toBeNull();
  });

  it('of an entity is not explained by an event about grants, nor the other way round', () => {
    const entity = thing('identity-center-group', 'd-1/group-1');
    expect(explain({ ...membership, entity, target: null, principal: null }, [event({})])).toBeNull();
    expect(explain(membership, [event({ entity: { kinds: ['identity-center-group'], id: 'group-1' } })])).toBeNull();
  });
});
