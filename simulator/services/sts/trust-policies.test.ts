import { DeleteAccessKeyCommand, DeleteUserCommand, GetRoleCommand, ListAccessKeysCommand } from '@aws-sdk/client-iam';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type Clients, refusal } from '../../testing/clients.ts';
import {
  ADMINISTRATOR_ARN,
  PRODUCT_ROLE_ARN,
  PRODUCT_SESSION_ARN,
  ROLE_ARN,
  RoleTrial,
  refusedTo,
  type TrustStatement,
  trust,
} from '../../testing/role-trial.ts';
import { COUNTERSIGN_ACCOUNT_ID } from '../../worlds/credentials.ts';
import { SMALL } from '../../worlds/small.ts';

const ROOT = `arn:aws:iam::${SMALL.managementAccountId}:root`;
const MAY_ASSUME = [{ Effect: 'Allow', Action: 'sts:AssumeRole', Resource: ROLE_ARN }];
const userArn = (name: string, awsAccountId: string = SMALL.managementAccountId) =>
  `arn:aws:iam::${awsAccountId}:user/${name}`;
let trial: RoleTrial;

beforeAll(async () => {
  trial = await RoleTrial.start();
});
afterAll(() => trial.simulator.stop());
beforeEach(() => trial.simulator.reset());

async function expectIn(clients: Clients): Promise<void> {
  await expect(trial.assume(clients)).resolves.toHaveProperty('Credentials');
}

async function expectOut(clients: Clients, callerArn = PRODUCT_SESSION_ARN): Promise<void> {
  expect(await refusal(trial.assume(clients))).toEqual(refusedTo(callerArn));
}

describe('trust in an AWS account', () => {
  it.each([
    ['root ARN', ROOT],
    ['id', SMALL.managementAccountId],
  ])('by its %s lets in those of its people whose own policies allow it, and no others', async (_, AWS) => {
    const may = await trial.user('may', MAY_ASSUME);
    const mayNot = await trial.user('may-not');
    await trial.createRole(trust({ Principal: { AWS } }));
    await expectIn(may);
    await expectOut(mayNot, userArn('may-not'));
    await expectOut(trial.product);
  });

  it('lets in whom another AWS account allows it', async () => {
    const may = await trial.user('may', MAY_ASSUME, trial.member);
    const mayNot = await trial.user('may-not', [], trial.member);
    await trial.createRole(trust({ Principal: { AWS: SMALL.memberAccountId } }));
    await expectIn(may);
    await expectOut(mayNot, userArn('may-not', SMALL.memberAccountId));
  });
});

describe('trust in one principal, by its ARN', () => {
  it('is enough within the AWS account, and goes to nobody else', async () => {
    const named = await trial.user('named');
    const other = await trial.user('other', MAY_ASSUME);
    await trial.createRole(trust({ Principal: { AWS: userArn('named') } }));
    await expectIn(named);
    await expectOut(other, userArn('other'));
  });

  it('needs the principal’s own policies too, across AWS accounts', async () => {
    const named = await trial.user('named', [], trial.member);
    const allowed = await trial.user('allowed', MAY_ASSUME, trial.member);
    const arns = ['named', 'allowed'].map((name) => userArn(name, SMALL.memberAccountId));
    await trial.createRole(trust({ Principal: { AWS: arns } }));
    await expectOut(named, arns[0]);
    await expectIn(allowed);
  });

  it('means a role and all its sessions, or one session', async () => {
    await trial.createRole(trust({ Principal: { AWS: PRODUCT_ROLE_ARN } }));
    await expectIn(trial.product);
    trial.simulator.reset();
    await trial.createRole(trust({ Principal: { AWS: PRODUCT_SESSION_ARN } }));
    await expectIn(trial.product);
    trial.simulator.reset();
    await trial.createRole(trust({ Principal: { AWS: `${PRODUCT_SESSION_ARN}-2` } }));
    await expectOut(trial.product);
  });

  it('cannot be saved for one who does not exist', async () => {
    const AWS = userArn('ghost');
    expect(await refusal(trial.createRole(trust({ Principal: { AWS } })))).toEqual({
      name: 'MalformedPolicyDocumentException',
      status: 400,
      message: `Invalid principal in policy: "AWS":"${AWS}"`,
    });
  });

  it('shows the unique id of one who is gone, and does not go to one made anew under the name', async () => {
    const first = await trial.user('temp');
    await trial.createRole(trust({ Principal: { AWS: userArn('temp') } }));
    await expectIn(first);
    const { iam } = trial.admin;
    const { AccessKeyMetadata: keys } = await iam.send(new ListAccessKeysCommand({ UserName: 'temp' }));
    await iam.send(new DeleteAccessKeyCommand({ UserName: 'temp', AccessKeyId: keys?.[0]?.AccessKeyId }));
    await iam.send(new DeleteUserCommand({ UserName: 'temp' }));
    await expectOut(await trial.user('temp'), userArn('temp'));
    const { Role: role } = await iam.send(new GetRoleCommand({ RoleName: 'connector' }));
    const shown = decodeURIComponent(role?.AssumeRolePolicyDocument ?? '');
    expect(shown).toMatch(/"AIDA[A-Z0-9]{17}"/);
    expect(shown).not.toContain('user/temp');
  });
});

describe('trust in everybody', () => {
  it.each([
    ['"*"', '*'],
    ['{"AWS": "*"}', { AWS: '*' }],
  ])('as %s is enough for the role’s own AWS account; others need their own policies', async (_, Principal) => {
    const own = await trial.user('own');
    const may = await trial.user('may', MAY_ASSUME, trial.member);
    const mayNot = await trial.user('may-not', [], trial.member);
    await trial.createRole(trust({ Principal }));
    await expectIn(own);
    await expectIn(may);
    await expectIn(trial.product);
    await expectOut(mayNot, userArn('may-not', SMALL.memberAccountId));
  });

  it('on a condition goes to those for whom it holds', async () => {
    const Condition = { ArnLike: { 'aws:PrincipalArn': `arn:aws:iam::${SMALL.memberAccountId}:user/*` } };
    await trial.createRole(trust({ Principal: { AWS: '*' }, Condition }));
    await expectIn(trial.member);
    await expectOut(trial.product);
    await expectOut(trial.admin, ADMINISTRATOR_ARN);
  });

  it('of an organization goes to its AWS accounts, and to nobody outside', async () => {
    const Condition = { StringEquals: { 'aws:PrincipalOrgID': SMALL.organizationId } };
    await trial.createRole(trust({ Principal: { AWS: '*' }, Condition }));
    await expectIn(trial.member);
    await expectIn(trial.admin);
    await expectOut(trial.product);
  });

  it('of a unit of an organization goes to the AWS accounts below it', async () => {
    const paths = `${SMALL.organizationId}/${SMALL.rootId}/${SMALL.unitId}/*`;
    const Condition = { 'ForAnyValue:StringLike': { 'aws:PrincipalOrgPaths': paths } };
    await trial.createRole(trust({ Principal: { AWS: '*' }, Condition }));
    await expectIn(trial.member);
    await expectOut(trial.admin, ADMINISTRATOR_ARN);
    await expectOut(trial.product);
  });
});

describe('NotPrincipal', () => {
  const all = { Principal: { AWS: '*' } };
  const denyAllBut = (...AWS: string[]) => trust(all, { Effect: 'Deny', NotPrincipal: { AWS } });

  it('with Allow lets in everybody but those listed', async () => {
    await trial.createRole(trust({ NotPrincipal: { AWS: PRODUCT_ROLE_ARN } }));
    await expectOut(trial.product);
    await expectIn(trial.member);
    await expectIn(trial.admin);
  });

  it('with Allow does not let in the people of an AWS account that is listed', async () => {
    await trial.createRole(trust({ NotPrincipal: { AWS: SMALL.memberAccountId } }));
    await expectOut(trial.member, userArn('deploy-bootstrap', SMALL.memberAccountId));
    await expectIn(trial.product);
  });

  it('with Deny shuts out everybody who is not listed', async () => {
    await trial.createRole(denyAllBut('444444444444'));
    await expectOut(trial.product);
    await expectOut(trial.admin, ADMINISTRATOR_ARN);
  });

  it('with Deny spares who is listed together with the AWS account', async () => {
    await trial.createRole(denyAllBut(PRODUCT_ROLE_ARN, COUNTERSIGN_ACCOUNT_ID));
    await expectIn(trial.product);
    await expectOut(trial.member, userArn('deploy-bootstrap', SMALL.memberAccountId));
  });

  it('with Deny spares nobody of whom only the AWS account is listed, or only the ARN', async () => {
    await trial.createRole(denyAllBut(COUNTERSIGN_ACCOUNT_ID));
    await expectOut(trial.product);
    trial.simulator.reset();
    await trial.createRole(denyAllBut(PRODUCT_ROLE_ARN));
    await expectOut(trial.product);
  });
});

describe('a condition on a key that the request does not have', () => {
  const trusted = (Condition: object) => trial.createRole(trust({ Principal: { AWS: '*' }, Condition }));

  it.each([
    ['StringEquals', 'sts:ExternalId', 'x'],
    ['StringEqualsIgnoreCase', 'sts:ExternalId', 'x'],
    ['StringLike', 'sts:ExternalId', '*'],
    ['ArnLike', 'aws:SourceArn', '*'],
    ['Bool', 'aws:ViaAWSService', 'false'],
    ['NumericLessThan', 'aws:MultiFactorAuthAge', '3600'],
    ['ForAnyValue:StringEquals', 'aws:TagKeys', 'x'],
    ['ForAnyValue:StringNotEquals', 'aws:TagKeys', 'x'],
    ['StringEquals', 'aws:PrincipalOrgID', SMALL.organizationId],
    ['StringSounds', 'sts:ExternalId', 'x'],
  ])('does not hold with %s on %s', async (operator, key, value) => {
    await trusted({ [operator]: { [key]: value } });
    await expectOut(trial.product);
  });

  it.each([
    ['StringNotEquals', 'sts:ExternalId', 'x'],
    ['StringNotLike', 'sts:ExternalId', '*'],
    ['ArnNotLike', 'aws:SourceArn', '*'],
    ['StringEqualsIfExists', 'sts:ExternalId', 'x'],
    ['BoolIfExists', 'aws:ViaAWSService', 'true'],
    ['NumericLessThanIfExists', 'aws:MultiFactorAuthAge', '3600'],
    ['ForAllValues:StringEquals', 'aws:TagKeys', 'x'],
    ['Null', 'sts:ExternalId', 'true'],
  ])('holds with %s on %s', async (operator, key, value) => {
    await trusted({ [operator]: { [key]: value } });
    await expectIn(trial.product);
  });

  it('with Null:false asks for the key, whatever its value', async () => {
    await trusted({ Null: { 'sts:ExternalId': 'false' } });
    await expectOut(trial.product);
    await expect(trial.assume(trial.product, { ExternalId: 'any' })).resolves.toHaveProperty('Credentials');
  });

  it('and on others that it has, must hold together with them', async () => {
    await trusted({ StringEquals: { 'sts:ExternalId': 'x2', 'sts:RoleSessionName': 'test' } });
    await expectOut(trial.product);
    await expect(trial.assume(trial.product, { ExternalId: 'x2' })).resolves.toHaveProperty('Credentials');
  });
});

describe('a statement', () => {
  const cases: [string, TrustStatement[], boolean][] = [
    ['of all sts actions', [{ Principal: { AWS: PRODUCT_ROLE_ARN }, Action: 'sts:*' }], true],
    ['of another action', [{ Principal: { AWS: PRODUCT_ROLE_ARN }, Action: 'sts:TagSession' }], false],
    ['of another AWS account', [{ Principal: { AWS: '444444444444' } }], false],
    ['of a service', [{ Principal: { Service: 'ec2.amazonaws.com' } }], false],
    ['that denies', [{ Principal: '*' }, { Effect: 'Deny', Principal: { AWS: COUNTERSIGN_ACCOUNT_ID } }], false],
    ['on a pattern', [{ Principal: '*', Condition: { StringLike: { 'sts:RoleSessionName': 'te*' } } }], true],
    ['on another name', [{ Principal: '*', Condition: { StringNotEquals: { 'sts:RoleSessionName': 'test' } } }], false],
    ['on MFA', [{ Principal: '*', Condition: { Bool: { 'aws:MultiFactorAuthPresent': 'true' } } }], false],
    [
      'on when the caller’s session began',
      [{ Principal: '*', Condition: { DateLessThan: { 'aws:TokenIssueTime': '2020-01-01T00:00:00Z' } } }],
      false,
    ],
  ];

  it.each(cases)('%s decides as AWS does', async (_, statements, isAllowed) => {
    await trial.createRole(trust(...statements));
    await (isAllowed ? expectIn(trial.product) : expectOut(trial.product));
  });
});

it('a user without trust is refused though its own policies allow everything', async () => {
  await trial.createRole(trust({ Principal: { AWS: '444444444444' } }));
  await expectOut(trial.admin, ADMINISTRATOR_ARN);
});
