import { allow, type KeyPair } from './wishes.ts';
import type { WorldBuilder } from './world-builder.ts';

/** The product's own AWS account: outside every organization of these worlds. */
export const COUNTERSIGN_ACCOUNT_ID = '905418227316';
export const COUNTERSIGN_ROLE_NAME = 'countersign-server';

/**
 * Published on purpose: they open nothing but a simulated AWS. The secrets say so, for whoever finds them in a log
 * or a scanner's report.
 */
export const CREDENTIALS = {
  /** The product: a role session that never expires and may only assume roles. */
  countersign: {
    accessKeyId: 'ASIADEMOCOUNTERSIGN1',
    secretAccessKey: 'demo-countersign-secret-not-a-secret-01',
    sessionToken: 'demo-countersign-session-token',
  },
  /** IAM user terraform-bootstrap, administrator of the management account (of the only one in `empty`). */
  administrator: {
    accessKeyId: 'AKIADEMOADMINLARKSP1',
    secretAccessKey: 'demo-administrator-secret-not-a-secret',
  },
  /** IAM user deploy-bootstrap, administrator of a plain member AWS account. */
  memberAdministrator: {
    accessKeyId: 'AKIADEMOPRODPAYMENT1',
    secretAccessKey: 'demo-member-administrator-not-a-secret',
  },
  /** IAM user sso-delegate, administrator of the AWS account that is the delegated administrator for sso. */
  delegatedAdministrator: {
    accessKeyId: 'AKIADEMOSECAUDIT0001',
    secretAccessKey: 'demo-delegated-administrator-not-secret',
  },
} as const;

export function keyPair(name: Exclude<keyof typeof CREDENTIALS, 'countersign'>): KeyPair {
  const { accessKeyId, secretAccessKey } = CREDENTIALS[name];
  return { accessKeyId, secret: secretAccessKey };
}

/** The product's AWS account with its one role and that role's standing session. */
export function addCountersign(builder: WorldBuilder): void {
  const account = builder.awsAccount(COUNTERSIGN_ACCOUNT_ID);
  builder.iamRole(account, {
    name: COUNTERSIGN_ROLE_NAME,
    description: 'The Countersign server. May assume roles, nothing else.',
    trust: [{ Effect: 'Allow', Principal: { Service: 'ec2.amazonaws.com' }, Action: 'sts:AssumeRole' }],
    inline: { 'assume-connector-roles': allow('sts:AssumeRole') },
    maxSessionSeconds: 43_200,
  });
  const { accessKeyId, secretAccessKey, sessionToken } = CREDENTIALS.countersign;
  builder.world.standingSessions.set(accessKeyId, {
    accessKeyId,
    secret: secretAccessKey,
    token: sessionToken,
    awsAccountId: COUNTERSIGN_ACCOUNT_ID,
    roleName: COUNTERSIGN_ROLE_NAME,
    sessionName: 'demo',
  });
}
