import { DeleteRoleCommand } from '@aws-sdk/client-iam';
import { GetCallerIdentityCommand } from '@aws-sdk/client-sts';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { refusal } from '../../testing/clients.ts';
import { PRODUCT_ROLE_ARN, PRODUCT_SESSION_ARN, RoleTrial, refusedTo, trust } from '../../testing/role-trial.ts';
import { SMALL } from '../../worlds/small.ts';

const RIGHT = 'right-external-id';
const Principal = { AWS: PRODUCT_ROLE_ARN };
const asked = trust({ Principal, Condition: { StringEquals: { 'sts:ExternalId': RIGHT } } });
const notAsked = trust({ Principal });
const REFUSED = refusedTo(PRODUCT_SESSION_ARN);
let trial: RoleTrial;

beforeAll(async () => {
  trial = await RoleTrial.start();
});
afterAll(() => trial.simulator.stop());
beforeEach(() => trial.simulator.reset());

it('an external id that is asked for and right opens the role', async () => {
  await trial.createRole(asked);
  const { sts } = await trial.assumed(trial.product, { ExternalId: RIGHT });
  const { Arn, UserId } = await sts.send(new GetCallerIdentityCommand({}));
  expect(Arn).toBe(`arn:aws:sts::${SMALL.managementAccountId}:assumed-role/connector/test`);
  expect(UserId).toMatch(/^AROA[A-Z0-9]{17}:test$/);
});

it('an external id that is asked for and wrong, or right but for its case, is refused', async () => {
  await trial.createRole(asked);
  for (const ExternalId of ['wrong-external-id', RIGHT.toUpperCase(), `${RIGHT}2`]) {
    expect(await refusal(trial.assume(trial.product, { ExternalId }))).toEqual(REFUSED);
  }
});

it('an external id that is asked for and not given is refused: an absent key equals nothing', async () => {
  await trial.createRole(asked);
  expect(await refusal(trial.assume(trial.product))).toEqual(REFUSED);
});

it('an external id that nobody asks for does no harm', async () => {
  await trial.createRole(notAsked);
  await expect(trial.assume(trial.product, { ExternalId: 'anything' })).resolves.toHaveProperty('Credentials');
  await expect(trial.assume(trial.product)).resolves.toHaveProperty('Credentials');
});

it('a role that does not exist gets the same refusal as a wrong external id', async () => {
  await trial.createRole(asked);
  await trial.admin.iam.send(new DeleteRoleCommand({ RoleName: 'connector' }));
  expect(await refusal(trial.assume(trial.product, { ExternalId: RIGHT }))).toEqual(REFUSED);
});

it.each([
  ['a', 'Member must have length greater than or equal to 2'],
  ['x'.repeat(1225), 'Member must have length less than or equal to 1224'],
  ['with space', 'Member must satisfy regular expression pattern: [\\w+=,.@:\\/-]*'],
])('an external id that AWS does not accept is named with the reason (%.12s)', async (ExternalId, reason) => {
  await trial.createRole(asked);
  expect(await refusal(trial.assume(trial.product, { ExternalId }))).toEqual({
    name: 'ValidationError',
    status: 400,
    message: `1 validation error detected: Value '${ExternalId}' at 'externalId' failed to satisfy constraint: ${reason}`,
  });
});
