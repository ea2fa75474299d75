import type {
  CloseAccountRequest,
  MoveAccountRequest,
  RemoveAccountFromOrganizationRequest,
} from '@aws-sdk/client-organizations';
import { AwsError } from '../../../protocols/aws-error.ts';
import { operation } from '../../service.ts';
import { constraintViolation, managedOrganization, requireAccount, treeResource } from '../caller-organization.ts';
import { dueAt } from './account-creation.ts';

export const moveAccount = operation<MoveAccountRequest, void>({
  name: 'MoveAccount',
  resources: (call, { AccountId, SourceParentId, DestinationParentId }) =>
    [AccountId, SourceParentId, DestinationParentId].flatMap((id) => treeResource(call, id)),
  handle(call, { AccountId, SourceParentId, DestinationParentId }) {
    const organization = managedOrganization(call);
    const account = requireAccount(organization, AccountId);
    const isParent = (id: string) => id === organization.rootId || organization.units.has(id);
    if (!isParent(SourceParentId) || account.parentId !== SourceParentId) {
      const text = "You specified a source parent that doesn't exist.";
      throw new AwsError('SourceParentNotFoundException', text);
    }
    if (!isParent(DestinationParentId)) {
      const text = "You specified a destination parent that doesn't exist.";
      throw new AwsError('DestinationParentNotFoundException', text);
    }
    if (DestinationParentId === SourceParentId) {
      throw new AwsError('DuplicateAccountException', 'That account is already present in the specified destination.');
    }
    organization.moveAccount(account, DestinationParentId);
    call.world.changed();
  },
});

/** PENDING_CLOSURE at once, CLOSED (in the old Status: SUSPENDED) after a while. The organization keeps showing it. */
export const closeAccount = operation<CloseAccountRequest, void>({
  name: 'CloseAccount',
  resources: (call, { AccountId }) => treeResource(call, AccountId),
  handle(call, { AccountId }) {
    const { world, now } = call;
    const organization = managedOrganization(call);
    const account = requireAccount(organization, AccountId);
    if (account.id === organization.managementAccountId) {
      const text = 'You attempted to close the management account.';
      throw constraintViolation('CANNOT_CLOSE_MANAGEMENT_ACCOUNT', text);
    }
    if (account.state === 'PENDING_CLOSURE') {
      throw new AwsError('ConflictException', 'The account is already being closed.');
    }
    if (account.state !== 'ACTIVE') {
      throw new AwsError('AccountAlreadyClosedException', 'You attempted to close an account that is already closed.');
    }
    account.state = 'PENDING_CLOSURE';
    organization.addRequest({
      id: `closing-${account.id}`,
      kind: 'CLOSE',
      awsAccountId: account.id,
      name: account.name,
      email: account.email,
      roleName: '',
      tags: [],
      requestedAt: now,
      dueAt: dueAt(call),
      state: 'IN_PROGRESS',
    });
    world.changed();
  },
});

/** It becomes an AWS account of its own; what Identity Center put there stays behind. */
export const removeAccountFromOrganization = operation<RemoveAccountFromOrganizationRequest, void>({
  name: 'RemoveAccountFromOrganization',
  resources: (call, { AccountId }) => treeResource(call, AccountId),
  handle(call, { AccountId }) {
    const organization = managedOrganization(call);
    const account = requireAccount(organization, AccountId);
    if (account.id === organization.managementAccountId) {
      const text = "You can't remove a management account from an organization.";
      throw new AwsError('MasterCannotLeaveOrganizationException', text);
    }
    if (organization.isDelegatedAdministrator(account.id)) {
      throw constraintViolation(
        'CANNOT_REMOVE_DELEGATED_ADMINISTRATOR_FROM_ORG',
        'You attempted to remove an account that is registered as a delegated administrator for a service integrated with your organization.',
      );
    }
    organization.removeAccount(account);
    call.world.changed();
  },
});
