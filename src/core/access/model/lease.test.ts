import { expect, test } from 'vitest';
import { howToUse } from './how-to-use.ts';
import { durationMs, endingSoonAt, sessionsMayLastUntil } from './lease.ts';
import { afterProblem, shortWaitMs } from './provisioning-problem.ts';

const endsAt = '2026-11-24T14:00:00.000Z';

test.each([
  ['2026-11-24T13:00:00.000Z', '2026-11-24T13:48:00.000Z'],
  ['2026-11-24T06:00:00.000Z', '2026-11-24T13:45:00.000Z'],
  ['2026-11-24T13:55:00.000Z', '2026-11-24T13:59:00.000Z'],
])('of a lease from %s people are told at %s', (startsAt, at) => {
  expect(endingSoonAt({ startsAt, endsAt })).toBe(at);
});

test.each([
  ['PT1H', 3_600_000],
  ['PT4H30M', 16_200_000],
  ['P1DT1S', 86_401_000],
  ['1 hour', null],
  ['P', null],
  [undefined, null],
])('a session of %s is %s ms', (text, ms) => {
  expect(durationMs(text)).toBe(ms);
});

test('a session opened in the last moment may work on for as long as the permission set says', () => {
  expect(sessionsMayLastUntil(endsAt, 'PT8H')).toBe('2026-11-24T22:00:00.000Z');
  expect(sessionsMayLastUntil(endsAt, undefined)).toBeNull();
});

test('what passes by itself is tried soon and alarms only when it does not; the rest alarms at once', () => {
  expect([0, 1, 2, 3, 4, 9].map(shortWaitMs)).toEqual([1000, 2000, 4000, 8000, 15_000, 15_000]);
  const soon = [0, 7, 8, 9, 20].map((attempts) => afterProblem({ retry: 'soon' }, attempts));
  expect(soon.map(({ isStuck }) => isStuck)).toEqual([false, false, true, true, true]);
  expect(soon.map(({ waitMs }) => waitMs / 1000)).toEqual([1, 15, 60, 120, 900]);
  expect(afterProblem({ retry: 'stuck' }, 0)).toEqual({ waitMs: 60_000, isStuck: true });
});

test('the portal link leads to the AWS account and role; elsewhere than in partition aws there is none', () => {
  const facts = {
    partition: 'aws',
    region: 'eu-west-1',
    identityStoreId: 'd-5aa1100000',
    assignment: { awsAccountId: '222222222222', awsAccountName: 'work load', permissionSet: 'Read+Only' },
  };
  const { portalUrl, cliProfile } = howToUse(facts);
  expect(portalUrl).toBe(
    'https://d-5aa1100000.awsapps.com/start/#/console?account_id=222222222222&role_name=Read%2BOnly',
  );
  expect(cliProfile).toContain(
    '[profile work-load-Read-Only]\nsso_session = countersign\nsso_account_id = 222222222222',
  );
  expect(howToUse({ ...facts, assignment: null })).toEqual({
    portalUrl: 'https://d-5aa1100000.awsapps.com/start',
    cliProfile: null,
  });
  expect(howToUse({ ...facts, partition: 'aws-cn' })).toEqual({ portalUrl: null, cliProfile: null });
});
