import { afterAll, beforeAll, expect, it } from 'vitest';
import type { PolicyForm } from '../../src/core/access/model/policy/policy-form.ts';
import {
  anywhere,
  permitAll,
  permitGroups,
  type RequestsWorld,
  refused,
  startRequestsWorld,
} from './requests-world.ts';

let w: RequestsWorld;
beforeAll(async () => {
  w = await startRequestsWorld();
});
afterAll(() => w?.http.stop());

const forbid = (group: string): PolicyForm & { shape: 'forbid' } => ({
  shape: 'forbid',
  who: { kind: 'group', groupId: w.world.ent(group) },
  ...anywhere,
  because: `Never for ${group}`,
});
const ask = (who = 'emil') => w.submit(who, { entitlement: w.readonlyOnProd });
const preview = async (who = 'emil') =>
  (await (await w.as(who)).post('/api/v1/requests/preview', { entitlement: w.readonlyOnProd, durationMinutes: 60 }))
    .body;
const unread = 'Cannot be decided: the members of Readers were not read since 2026-02-10T09:59:00.000Z.';

it('a forbid for an IAM group holds for its members, and for nobody else', async () => {
  await w.begin(permitAll(), forbid('admins'));
  const answer = await ask();
  expect(refused(answer)).toEqual({ status: 403, code: 'policy-says-no' });
  expect(answer.body.detail).toBe('Never for admins');
  expect((await ask('lead')).status).toBe(201);
});

it('a permit for an IAM group permits its members', async () => {
  await w.begin({ ...permitAll(), who: { kind: 'group', groupId: w.world.ent('admins') } });
  expect((await ask()).status).toBe(201);
  expect(refused(await ask('lead')).status).toBe(403);
});

it('a forbid for a group whose members could not be read lets nobody through, and says since when', async () => {
  await w.begin(permitAll(), permitGroups, { ...forbid('readers'), awsAccounts: ['333333333333'] });
  expect(await preview()).toMatchObject({ isAllowed: false, reasons: [unread] });
  const answer = await ask();
  expect(refused(answer)).toEqual({ status: 403, code: 'policy-says-no' });
  expect(answer.body.facts).toMatchObject({ reasons: [unread], policies: [{ name: 'Policy 2' }] });
  expect((await ask('ben')).body.detail).toBe('Never for readers');
  // What the forbid is not about can be decided.
  expect((await w.submit('emil', { entitlement: w.group('support') })).status).toBe(201);
});

it('what becomes unreadable after the request was made is not approved', async () => {
  await w.begin(permitAll(), forbid('support'));
  const { body } = await ask();
  await w.world.gap('con_org', 'identity-center-groups', 'instance', {
    failedAt: '2026-02-11T08:00:00Z',
    action: 'identitystore:ListGroups',
    message: 'no',
  });
  const answer = await w.decide('lead', body.id, 'approve');
  await w.http.asOwner(`delete from scope_gap where failed_at = '2026-02-11T08:00:00Z'`);
  expect(refused(answer)).toEqual({ status: 409, code: 'no-longer-allowed' });
  expect(answer.body.detail).toContain('the members of Support were not read since 2026-02-11T08:00:00.000Z');
  expect((await w.decide('lead', body.id, 'approve')).status).toBe(200);
});

it('a forbid for a group that is not in AWS any more lets nobody through', async () => {
  await w.begin(permitAll(), forbid('support'));
  await w.http.asOwner(
    `update entity_version set to_seq = 3 where entity_id = ${w.world.id('support')} and to_seq is null`,
  );
  const answer = await preview();
  await w.http.asOwner(
    `update entity_version set to_seq = null where entity_id = ${w.world.id('support')} and to_seq = 3`,
  );
  expect(answer.reasons).toEqual([
    'Cannot be decided: the group Support, which a policy names, is not in AWS any more.',
  ]);
  expect((await preview()).isAllowed).toBe(true);
});
