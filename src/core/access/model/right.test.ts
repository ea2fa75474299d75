import { describe, expect, it } from 'vitest';
import { manualInstructions } from './manual-instructions.ts';
import { awsRightOf, isElsewhere, type RightEntity, type RightFacts } from './right.ts';

const own = '111111111111';
const member = '222222222222';
const entity = (kind: RightEntity['kind'], nativeId: string, name: string): RightEntity => ({
  kind,
  nativeId,
  name,
  isCurrent: true,
  status: null,
  attrs: {},
});
const membershipIn = (awsAccountId: string | null): RightFacts => ({
  target: entity('iam-group', 'AGPA1', 'Operators'),
  permissionSet: null,
  principal: entity('iam-user', 'AIDA1', "o'hara"),
  awsAccountId,
  connector: {
    name: 'Production',
    awsAccountId: own,
    managementAwsAccountId: own,
    instanceArn: 'arn:aws:sso:::instance/ssoins-1',
    region: 'eu-west-1',
  },
});

describe('a right on an IAM group', () => {
  it('is the product’s to write in the connector’s own AWS account only', () => {
    expect(isElsewhere(membershipIn(own))).toBe(false);
    expect(isElsewhere(membershipIn(member))).toBe(true);
  });

  it('is nobody’s to write while the connector does not know its own AWS account', () => {
    const facts = membershipIn(own);
    expect(isElsewhere({ ...facts, connector: { ...facts.connector, awsAccountId: null } })).toBe(true);
  });

  it('names the AWS account that the group is in, and is no right in AWS where that is not known', () => {
    expect(awsRightOf(membershipIn(member))).toMatchObject({ kind: 'iam-membership', awsAccountId: member });
    expect(awsRightOf(membershipIn(null))).toBeNull();
  });

  it('is done by hand where the group is: the steps name that AWS account, and the command is for that group only', () => {
    const { console, awsCli } = manualInstructions(membershipIn(member), 'remove');
    expect(console[0]).toBe(`Sign in to AWS account ${member} and open IAM > User groups > Operators.`);
    expect(awsCli?.split('\n').slice(0, 2)).toEqual([
      `if [ "$(aws iam get-group --region eu-west-1 --group-name 'Operators' --no-paginate --query Group.GroupId --output text)" = AGPA1 ]; then`,
      `  aws iam remove-user-from-group --region eu-west-1 --group-name 'Operators' --user-name 'o'\\''hara'`,
    ]);
    expect(`${console.join()}${awsCli}`).not.toContain(own);
  });
});

it.each([
  ['a permission set on another AWS account', { target: entity('aws-account', member, 'workload') }],
  ['a group of Identity Center', { target: entity('identity-center-group', 'd-1/g', 'Platform') }],
])('%s is written through the organization’s Identity Center, so it is not elsewhere', (_, changes) => {
  expect(isElsewhere({ ...membershipIn(null), ...changes })).toBe(false);
});
