import type { Simulator } from '../../../simulator/start.ts';
import { type Comparison, compared } from '../comparison.ts';
import { each } from '../each.ts';
import type { AwsCli, Keys, Seen } from './aws-cli.ts';
import { assumeRole, externalId, sessionIn } from './connection.ts';
import { operationOf, optionsOf } from './operation.ts';
import { readCases, type Subjects, subjectsOf } from './reads/read-cases.ts';

/** A session in a role that may do nothing. */
export async function sessionWithoutRights(
  aws: AwsCli,
  { credentials }: Simulator,
  trustPolicy: string,
): Promise<{ arn: string; keys: Keys }> {
  const trust = ['--role-name', 'verify-nothing', '--assume-role-policy-document', trustPolicy];
  const { Role: made } = await aws.ask<{ Role: { Arn: string } }>(
    credentials.administrator,
    'iam',
    'create-role',
    ...trust,
  );
  return sessionIn(await assumeRole(aws, credentials.countersign, made.Arn, '--external-id', externalId));
}

/** Each action refused to a role that has no policy: exit code, AWS's words, and nothing printed. */
export async function compareRefusals(
  aws: AwsCli,
  { arn, keys }: { arn: string; keys: Keys },
  { world }: Simulator,
  actions: readonly string[],
): Promise<Comparison[]> {
  const subjects = subjectsOf(world);
  const inputs = new Map<string, object>([
    ...readCases(subjects).map(({ action, input }) => [action, input] as const),
    ...Object.entries(writeInputs(subjects)),
  ]);
  return each(actions, 4, async (action) => {
    const input = inputs.get(action);
    if (!input) return compared(`${action}: refused`, 'no case says what to call it with');
    const { command, service, name } = operationOf(action);
    const seen = await aws.run(keys, ...command, ...optionsOf(input));
    const code = service === 'iam' ? 'AccessDenied' : 'AccessDeniedException';
    return compared(`${command.join(' ')} is refused`, otherwise(aws, seen, { code, name, arn, action }));
  });
}

/**
 * Anything but AWS's words ("access denied error messages" in the IAM User Guide). Identity Store says them once for
 * each resource.
 */
function otherwise(
  aws: AwsCli,
  { exitCode, stdout, stderr }: Seen,
  wanted: { code: string; name: string; arn: string; action: string },
): string | undefined {
  const { code, name, arn, action } = wanted;
  const before = `User: ${arn} is not authorized to perform: ${action} on resource: `;
  const after = ` because no identity-based policy allows the ${action} action`;
  const start = `An error occurred (${code}) when calling the ${name} operation: `;
  const clauses = stderr.startsWith(start) ? stderr.slice(start.length).split(', ') : [];
  const isSaid =
    clauses.length > 0 &&
    clauses.every(
      (clause) =>
        clause.startsWith(before) &&
        clause.endsWith(after) &&
        /^(\*|arn:aws:[\w-]+:\S+|(user|group|role) \S+)$/.test(clause.slice(before.length, -after.length)),
    );
  if (exitCode === aws.refusedExitCode && stdout === '' && isSaid) return undefined;
  return `exit code ${exitCode}, stdout ${stdout.slice(0, 100)}, stderr ${stderr}`;
}

function writeInputs({ world, instance, store, managementAccountId }: Subjects): Record<string, object> {
  const [center] = world.identityCenters;
  const user = { UserId: center?.users.all()[0]?.id ?? '' };
  const group = { GroupId: center?.groups.all()[0]?.id ?? '' };
  const membership = center?.memberships.all()[0]?.id ?? '';
  const document = '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"s3:*","Resource":"*"}]}';
  const assignment = {
    ...instance,
    TargetId: managementAccountId,
    TargetType: 'AWS_ACCOUNT',
    PermissionSetArn: center?.permissionSets.all()[0]?.arn ?? '',
    PrincipalType: 'USER',
    PrincipalId: user.UserId,
  };
  const status = '11111111-2222-4333-8444-555555555555';
  const pair = { GroupName: 'Auditors', UserName: 'metrics-exporter' };
  const role = { RoleName: 'AuditReader' };
  const arn = `arn:aws:iam::${managementAccountId}:saml-provider/Okta`;
  const metadata = 'x'.repeat(1000);
  return {
    'sso:CreateAccountAssignment': assignment,
    'sso:DeleteAccountAssignment': assignment,
    'sso:DescribeAccountAssignmentCreationStatus': { ...instance, AccountAssignmentCreationRequestId: status },
    'sso:DescribeAccountAssignmentDeletionStatus': { ...instance, AccountAssignmentDeletionRequestId: status },
    'identitystore:CreateGroupMembership': { ...store, ...group, MemberId: user },
    'identitystore:DeleteGroupMembership': { ...store, MembershipId: membership },
    'identitystore:GetGroupMembershipId': { ...store, ...group, MemberId: user },
    'iam:AddUserToGroup': pair,
    'iam:RemoveUserFromGroup': pair,
    'iam:CreateRole': { RoleName: 'verify-refused', AssumeRolePolicyDocument: document },
    'iam:UpdateRole': { ...role, Description: 'changed' },
    'iam:UpdateAssumeRolePolicy': { ...role, PolicyDocument: document },
    'iam:PutRolePolicy': { ...role, PolicyName: 'inline', PolicyDocument: document },
    'iam:DeleteRolePolicy': { ...role, PolicyName: 'inline' },
    'iam:AttachRolePolicy': { ...role, PolicyArn: 'arn:aws:iam::aws:policy/ReadOnlyAccess' },
    'iam:CreateSAMLProvider': { Name: 'verify-refused', SAMLMetadataDocument: metadata },
    'iam:UpdateSAMLProvider': { SAMLProviderArn: arn, SAMLMetadataDocument: metadata },
    'iam:GenerateCredentialReport': {},
    'iam:GetCredentialReport': {},
  };
}
