import type { EntityKind } from '../kinds.ts';
import { type AwsEvent, textAt } from './aws-event.ts';
import { type Explained, each, ignored, means, type Named, type Read } from './touched.ts';

type Thing = 'user' | 'group' | 'role';

const kindOf = { user: 'iam-user', group: 'iam-group', role: 'iam-role' } as const satisfies Record<Thing, EntityKind>;
const idOf = { user: 'userId', group: 'groupId', role: 'roleId' } as const;

const iam = ({ awsAccountId }: AwsEvent) => ({ what: 'iam', awsAccountId }) as const;

/** By name; what was just made also by its unique id, since another of that name may have been deleted before. */
function named({ parameters, answer, awsAccountId }: AwsEvent, thing: Thing): Named | null {
  const name = textAt(parameters, `${thing}Name`);
  const id = textAt(answer, thing, idOf[thing]);
  return name ? { kinds: [kindOf[thing]], name, awsAccountId, ...(id && { id }) } : null;
}

/** A new role trusts somebody; who holds what comes by other calls. */
const onCreated =
  (thing: Thing): Read =>
  (event) => {
    const entity = named(event, thing);
    if (!entity) return means(iam(event));
    const trust: Explained[] = thing === 'role' ? [{ op: 'granted', target: entity }] : [];
    return means(iam(event), { op: 'appeared', entity }, ...trust);
  };

/** What is left of what it held, and of who held it, goes with it. */
const onDeleted =
  (thing: Thing): Read =>
  (event) => {
    const entity = named(event, thing);
    if (!entity) return means(iam(event));
    const taken = [{ target: entity }, { principal: entity }].map((which) => ({ op: 'removed' as const, ...which }));
    return means(iam(event), { op: 'vanished', entity }, ...taken);
  };

const onRenamed =
  (thing: 'user' | 'group'): Read =>
  (event) => {
    const entity = named(event, thing);
    const name = textAt(event.parameters, thing === 'user' ? 'newUserName' : 'newGroupName');
    if (!entity) return means(iam(event));
    return means(iam(event), { entity }, ...(name ? [{ entity: { ...entity, name } }] : []));
  };

const onAttributes =
  (thing: 'user' | 'role'): Read =>
  (event) => {
    const of = named(event, thing);
    return means(iam(event), ...(of ? [{ entity: { ...of, kinds: ['iam-attributes', ...of.kinds] as const } }] : []));
  };

/** Who has a policy: a managed one by its ARN, an inline one by its name. */
const onPolicyOf =
  (thing: Thing, op: 'granted' | 'removed' | undefined): Read =>
  (event) => {
    const principal = named(event, thing);
    const arn = textAt(event.parameters, 'policyArn');
    const name = textAt(event.parameters, 'policyName');
    const target: Named = arn
      ? { kinds: ['iam-policy'], arn }
      : { kinds: ['iam-inline-policy'], ...(name && { name }), awsAccountId: event.awsAccountId };
    if (!principal) return means(iam(event));
    const grant = { target, principal };
    return means(iam(event), { op, ...grant }, ...(arn ? [] : [{ entity: target }]));
  };

const onPolicy =
  (op?: Explained['op']): Read =>
  (event) => {
    const arn = textAt(event.parameters, 'policyArn') ?? textAt(event.answer, 'policy', 'arn');
    const entity: Named | null = arn ? { kinds: ['iam-policy'], arn } : null;
    return means(iam(event), ...(entity ? [{ op, entity }, { target: entity }] : []));
  };

const onMember =
  (op: 'granted' | 'removed'): Read =>
  (event) => {
    const [group, user] = [named(event, 'group'), named(event, 'user')];
    if (!group?.name || !user) return means(iam(event));
    const touched = { what: 'iam-members', awsAccountId: event.awsAccountId, groupName: group.name } as const;
    return means(touched, { op, target: group, principal: user });
  };

const onTrust: Read = (event) => {
  const target = named(event, 'role');
  return means(iam(event), ...(target ? [{ target }, { entity: target }] : []));
};
const onRoleSettings: Read = (event) => {
  const entity = named(event, 'role');
  return means({ what: 'iam-role-settings', awsAccountId: event.awsAccountId }, ...(entity ? [{ entity }] : []));
};
/** How somebody signs in: use, which is no change of access. */
const onCredentials: Read = ({ awsAccountId }) => means({ what: 'credential-report', awsAccountId });
const onAlias: Read = ({ awsAccountId }) =>
  means({ what: 'account-alias', awsAccountId }, { entity: { kinds: ['aws-account-alias'], awsAccountId } });

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_Operations.html, those that write. */
export const iamEvents: Record<string, Read> = {
  CreateUser: onCreated('user'),
  DeleteUser: onDeleted('user'),
  UpdateUser: onRenamed('user'),
  CreateGroup: onCreated('group'),
  DeleteGroup: onDeleted('group'),
  UpdateGroup: onRenamed('group'),
  CreateRole: onCreated('role'),
  CreateServiceLinkedRole: (event) => means(iam(event), ...serviceLinked(event)),
  DeleteRole: onDeleted('role'),
  ...each((event) => means(iam(event)), 'DeleteServiceLinkedRole'),
  UpdateAssumeRolePolicy: onTrust,
  ...each(onRoleSettings, 'UpdateRole', 'UpdateRoleDescription'),
  AddUserToGroup: onMember('granted'),
  RemoveUserFromGroup: onMember('removed'),
  AttachUserPolicy: onPolicyOf('user', 'granted'),
  AttachGroupPolicy: onPolicyOf('group', 'granted'),
  AttachRolePolicy: onPolicyOf('role', 'granted'),
  DetachUserPolicy: onPolicyOf('user', 'removed'),
  DetachGroupPolicy: onPolicyOf('group', 'removed'),
  DetachRolePolicy: onPolicyOf('role', 'removed'),
  // What was there may be replaced: no grant then, the policy is another.
  PutUserPolicy: onPolicyOf('user', undefined),
  PutGroupPolicy: onPolicyOf('group', undefined),
  PutRolePolicy: onPolicyOf('role', undefined),
  DeleteUserPolicy: onPolicyOf('user', undefined),
  DeleteGroupPolicy: onPolicyOf('group', undefined),
  DeleteRolePolicy: onPolicyOf('role', undefined),
  CreatePolicy: onPolicy('appeared'),
  DeletePolicy: onPolicy(),
  ...each(
    onPolicy(),
    'CreatePolicyVersion',
    'DeletePolicyVersion',
    'SetDefaultPolicyVersion',
    'TagPolicy',
    'UntagPolicy',
  ),
  ...each(onAttributes('user'), 'TagUser', 'UntagUser', 'PutUserPermissionsBoundary', 'DeleteUserPermissionsBoundary'),
  ...each(onAttributes('role'), 'TagRole', 'UntagRole', 'PutRolePermissionsBoundary', 'DeleteRolePermissionsBoundary'),
  ...each(onAlias, 'CreateAccountAlias', 'DeleteAccountAlias'),
  ...each(
    onCredentials,
    'CreateAccessKey',
    'DeleteAccessKey',
    'UpdateAccessKey',
    'CreateLoginProfile',
    'UpdateLoginProfile',
    'DeleteLoginProfile',
    'ChangePassword',
    'EnableMFADevice',
    'DeactivateMFADevice',
    'ResyncMFADevice',
  ),
  ...each(
    ignored,
    'GenerateCredentialReport',
    'GenerateServiceLastAccessedDetails',
    'GenerateOrganizationsAccessReport',
    'SimulatePrincipalPolicy',
    'SimulateCustomPolicy',
    // What trust policies name of providers is in them; the providers themselves are not read.
    'CreateSAMLProvider',
    'UpdateSAMLProvider',
    'DeleteSAMLProvider',
    'TagSAMLProvider',
    'UntagSAMLProvider',
    'CreateOpenIDConnectProvider',
    'DeleteOpenIDConnectProvider',
    'UpdateOpenIDConnectProviderThumbprint',
    'AddClientIDToOpenIDConnectProvider',
    'RemoveClientIDFromOpenIDConnectProvider',
    'TagOpenIDConnectProvider',
    'UntagOpenIDConnectProvider',
    'CreateVirtualMFADevice',
    'DeleteVirtualMFADevice',
    'TagMFADevice',
    'UntagMFADevice',
    'CreateInstanceProfile',
    'DeleteInstanceProfile',
    'AddRoleToInstanceProfile',
    'RemoveRoleFromInstanceProfile',
    'TagInstanceProfile',
    'UntagInstanceProfile',
    'UploadSSHPublicKey',
    'UpdateSSHPublicKey',
    'DeleteSSHPublicKey',
    'UploadServerCertificate',
    'UpdateServerCertificate',
    'DeleteServerCertificate',
    'TagServerCertificate',
    'UntagServerCertificate',
    'UploadSigningCertificate',
    'UpdateSigningCertificate',
    'DeleteSigningCertificate',
    'CreateServiceSpecificCredential',
    'UpdateServiceSpecificCredential',
    'ResetServiceSpecificCredential',
    'DeleteServiceSpecificCredential',
    'UpdateAccountPasswordPolicy',
    'DeleteAccountPasswordPolicy',
    'SetSecurityTokenServicePreferences',
  ),
};

function serviceLinked({ answer, awsAccountId }: AwsEvent): Explained[] {
  const id = textAt(answer, 'role', 'roleId');
  return id ? [{ op: 'appeared', entity: { kinds: ['iam-role'], id, awsAccountId } }] : [];
}
