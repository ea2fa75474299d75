import type { IdentityCenter } from '../../state/identity-center/identity-center.ts';
import type { Call } from '../call.ts';
import { conflict, notFound } from './access.ts';

/** AWS documents ten for CreateAccountAssignment (facts 3.3). All asynchronous requests count here: the strict reading. */
const MAX_OUTSTANDING = 10;

export function refuseTooMany(center: IdentityCenter): void {
  if (center.pending.size >= MAX_OUTSTANDING) {
    throw conflict('Too many account assignment operations are in process.');
  }
}

/** Nothing is assigned or provisioned in an AWS account that is suspended or closed (facts 3.5). */
export function requireActiveAccount(call: Call, center: IdentityCenter, awsAccountId: string): void {
  const account = call.world.organizationOf(center.base.ownerAccountId)?.accounts.get(awsAccountId);
  if (!account) throw notFound(`AWS account ${awsAccountId} not found.`);
  if (account.state !== 'ACTIVE') {
    throw conflict(`The AWS account ${account.id} is in the ${account.state} state.`);
  }
}
