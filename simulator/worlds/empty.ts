import type { World } from '../state/world.ts';
import { addCountersign, keyPair } from './credentials.ts';
import { WorldBuilder } from './world-builder.ts';

const AWS_ACCOUNT_ID = '210987654321';

/** One AWS account without an organization, its administrator and nothing else; and the product's own AWS account. */
export function emptyWorld(): World {
  const builder = new WorldBuilder('empty', 'empty-1');
  addCountersign(builder);
  const account = builder.awsAccount(AWS_ACCOUNT_ID);
  builder.iamUser(account, {
    name: 'terraform-bootstrap',
    attached: ['AdministratorAccess'],
    key: keyPair('administrator'),
  });
  return builder.world;
}
