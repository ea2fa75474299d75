import { ListGroupMembershipsCommand, ListGroupsCommand, ListUsersCommand } from '@aws-sdk/client-identitystore';
import {
  DescribePermissionSetCommand,
  ListAccountAssignmentsCommand,
  ListInstancesCommand,
  ListPermissionSetsCommand,
  ListPermissionSetsProvisionedToAccountCommand,
} from '@aws-sdk/client-sso-admin';
import type { Check } from '../../../core/connectors/model/checklist.ts';
import { furtherReadPermissions } from '../../../core/connectors/model/further-read-permissions.ts';
import { type ReadAction, readPermissions } from '../../../core/connectors/model/permission-table.ts';
import { chooseInstance } from '../reading/find-instance.ts';
import { count } from '../reading/reading.ts';
import {
  type FoundPrincipals,
  ofPermissionSet,
  probeFurtherOfPermissionSet,
  probeFurtherOfPrincipal,
} from './further/further-identity-center.ts';
import { atLeast, type Probe, skip, tryAction } from './probe.ts';

const MaxResults = 100;

export async function probeIdentityCenter(probe: Probe): Promise<Check[]> {
  const { connection, learned } = probe;
  if (!connection.identityCenterEnabled) return skipAll('Support for IAM Identity Center is off.');
  const instances = await probeInstances(probe);
  if (instances.outcome !== 'pass') {
    return [instances, ...skipAll('Not tried: no Identity Center instance was found.', 'sso:ListInstances')];
  }
  const { identityCenterInstanceArn: InstanceArn, identityStoreId: IdentityStoreId } = learned;
  if (!InstanceArn || !IdentityStoreId) return [instances];
  const [directory, access] = await Promise.all([
    probePrincipals(probe, { InstanceArn, IdentityStoreId }),
    probePermissionSets(probe, InstanceArn),
  ]);
  return [instances, ...directory, ...access];
}

const skipAll = (detail: string, except?: ReadAction): Check[] =>
  [...readPermissions, ...furtherReadPermissions]
    .filter(({ feature, action }) => feature === 'Identity Center' && action !== except)
    .map(({ action }) => skip(action, detail));

async function probeInstances(probe: Probe): Promise<Check> {
  const { clients, learned, connection, session } = probe;
  const { check, output } = await tryAction(
    probe,
    'sso:ListInstances',
    (abortSignal) => clients.sso.send(new ListInstancesCommand({ MaxResults }), { abortSignal }),
    ({ Instances }) => count(Instances?.length ?? 0, 'instance'),
  );
  if (!output) return check;
  const chosen = chooseInstance(output.Instances ?? [], learned.managementAwsAccountId, session.role.awsAccountId);
  if (!chosen?.InstanceArn) {
    return {
      ...check,
      outcome: 'fail',
      detail: `There is no IAM Identity Center instance in region ${connection.identityCenterRegion} that this role can see.`,
      mend: 'Choose the region in which Identity Center is enabled; the console shows it at the top of the page IAM Identity Center.',
    };
  }
  learned.identityCenterInstanceArn = chosen.InstanceArn;
  learned.identityStoreId = chosen.IdentityStoreId ?? null;
  // The organization's instance is always owned by the management account; an account instance by its own account.
  if (chosen.OwnerAccountId && chosen.OwnerAccountId !== session.role.awsAccountId) {
    learned.managementAwsAccountId ??= chosen.OwnerAccountId;
  }
  return { ...check, detail: `${chosen.InstanceArn} in ${connection.identityCenterRegion}` };
}

async function probePrincipals(
  probe: Probe,
  instance: { InstanceArn: string; IdentityStoreId: string },
): Promise<Check[]> {
  const { checks, found } = await probeDirectory(probe, instance.IdentityStoreId);
  return [...checks, ...(await probeFurtherOfPrincipal(probe, instance, found))];
}

async function probeDirectory(
  probe: Probe,
  IdentityStoreId: string,
): Promise<{ checks: Check[]; found: FoundPrincipals }> {
  const { identitystore } = probe.clients;
  const [users, groups] = await Promise.all([
    tryAction(
      probe,
      'identitystore:ListUsers',
      (abortSignal) => identitystore.send(new ListUsersCommand({ IdentityStoreId, MaxResults }), { abortSignal }),
      (page) => atLeast(count(page.Users?.length ?? 0, 'user'), page.NextToken !== undefined),
    ),
    tryAction(
      probe,
      'identitystore:ListGroups',
      (abortSignal) => identitystore.send(new ListGroupsCommand({ IdentityStoreId, MaxResults }), { abortSignal }),
      (page) => atLeast(count(page.Groups?.length ?? 0, 'group'), page.NextToken !== undefined),
    ),
  ]);
  const action = 'identitystore:ListGroupMemberships';
  const group = groups.output?.Groups?.[0];
  const found = { userId: users.output?.Users?.[0]?.UserId, groupId: group?.GroupId };
  if (!group) {
    const why = groups.output ? 'Nothing to try it on: there is no group.' : 'Not tried: no group could be listed.';
    return { checks: [users.check, groups.check, skip(action, why)], found };
  }
  const members = await tryAction(
    probe,
    action,
    (abortSignal) =>
      identitystore.send(new ListGroupMembershipsCommand({ IdentityStoreId, GroupId: group.GroupId, MaxResults }), {
        abortSignal,
      }),
    (page) =>
      `${group.DisplayName}: ${atLeast(count(page.GroupMemberships?.length ?? 0, 'member'), page.NextToken !== undefined)}`,
  );
  return { checks: [users.check, groups.check, members.check], found };
}

async function probePermissionSets(probe: Probe, InstanceArn: string): Promise<Check[]> {
  const { sso } = probe.clients;
  const AccountId = probe.session.role.awsAccountId;
  const [sets, provisioned] = await Promise.all([
    tryAction(
      probe,
      'sso:ListPermissionSets',
      (abortSignal) => sso.send(new ListPermissionSetsCommand({ InstanceArn, MaxResults }), { abortSignal }),
      (page) => atLeast(count(page.PermissionSets?.length ?? 0, 'permission set'), page.NextToken !== undefined),
    ),
    tryAction(
      probe,
      'sso:ListPermissionSetsProvisionedToAccount',
      (abortSignal) =>
        sso.send(new ListPermissionSetsProvisionedToAccountCommand({ InstanceArn, AccountId, MaxResults }), {
          abortSignal,
        }),
      (page) => `${count(page.PermissionSets?.length ?? 0, 'permission set')} on AWS account ${AccountId}`,
    ),
  ]);
  const arn = provisioned.output?.PermissionSets?.[0] ?? sets.output?.PermissionSets?.[0];
  const rest = ['sso:DescribePermissionSet', 'sso:ListAccountAssignments', ...ofPermissionSet] as const;
  if (!arn) {
    const isNone = sets.output !== null;
    const why = isNone
      ? 'Nothing to try it on: there is no permission set.'
      : 'Not tried: no permission set could be listed.';
    return [sets.check, provisioned.check, ...rest.map((action) => skip(action, why))];
  }
  const [own, further] = await Promise.all([
    probePermissionSet(probe, InstanceArn, AccountId, arn),
    probeFurtherOfPermissionSet(probe, InstanceArn, arn),
  ]);
  return [sets.check, provisioned.check, ...own, ...further];
}

async function probePermissionSet(probe: Probe, InstanceArn: string, AccountId: string, PermissionSetArn: string) {
  const { sso } = probe.clients;
  const [described, assignments] = await Promise.all([
    tryAction(
      probe,
      'sso:DescribePermissionSet',
      (abortSignal) => sso.send(new DescribePermissionSetCommand({ InstanceArn, PermissionSetArn }), { abortSignal }),
      ({ PermissionSet }) => PermissionSet?.Name ?? PermissionSetArn,
    ),
    tryAction(
      probe,
      'sso:ListAccountAssignments',
      (abortSignal) =>
        sso.send(new ListAccountAssignmentsCommand({ InstanceArn, AccountId, PermissionSetArn, MaxResults }), {
          abortSignal,
        }),
      (page) =>
        `${count(page.AccountAssignments?.length ?? 0, 'assignment')} of one permission set on AWS account ${AccountId}`,
    ),
  ]);
  return [described.check, assignments.check];
}
