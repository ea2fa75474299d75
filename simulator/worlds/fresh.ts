import { Organization } from '../state/organization/organization.ts';
import type { World } from '../state/world.ts';
import { addCountersign, keyPair } from './credentials.ts';
import { WorldBuilder } from './world-builder.ts';

const AWS_ACCOUNT_ID = '246813579024';

/** A new organization with Identity Center switched on, before anybody does anything: to be filled by API. */
export function freshWorld(): World {
  const builder = new WorldBuilder('fresh', 'fresh-1');
  addCountersign(builder);
  builder.iamUser(builder.awsAccount(AWS_ACCOUNT_ID), {
    name: 'terraform-bootstrap',
    attached: ['AdministratorAccess'],
    key: keyPair('administrator'),
  });
  builder.world.addOrganization(
    new Organization({
      id: 'o-freshorg001',
      rootId: 'r-fr01',
      managementAccountId: AWS_ACCOUNT_ID,
      units: [],
      accounts: [
        {
          id: AWS_ACCOUNT_ID,
          name: 'management',
          email: 'aws@fresh.example',
          state: 'ACTIVE',
          parentId: 'r-fr01',
          joinedMethod: 'INVITED',
          joinedAt: builder.firstTime,
        },
      ],
      delegatedAdministrators: [],
    }),
  );
  builder.identityCenter({
    instanceArn: 'arn:aws:sso:::instance/ssoins-72230f5a1c9e4b60',
    identityStoreId: 'd-9067f5a1c9',
    region: 'us-east-1',
    ownerAccountId: AWS_ACCOUNT_ID,
    name: 'fresh',
    createdAt: builder.firstTime,
  });
  return builder.world;
}
