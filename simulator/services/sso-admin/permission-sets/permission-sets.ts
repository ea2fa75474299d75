import type {
  CreatePermissionSetRequest,
  CreatePermissionSetResponse,
  DeletePermissionSetRequest,
  DeletePermissionSetResponse,
  PermissionSet as DescribedSet,
  DescribePermissionSetRequest,
  DescribePermissionSetResponse,
  ListPermissionSetsRequest,
  ListPermissionSetsResponse,
  UpdatePermissionSetRequest,
  UpdatePermissionSetResponse,
} from '@aws-sdk/client-sso-admin';
import { AwsError } from '../../../protocols/aws-error.ts';
import type { IdentityCenter } from '../../../state/identity-center/identity-center.ts';
import type { PermissionSet } from '../../../state/identity-center/identity-center-entities.ts';
import { operation } from '../../service.ts';
import {
  conflict,
  quotaExceeded,
  requireChangeableSet,
  requireOrganizationInstance,
  requirePermissionSet,
  resources,
} from '../access.ts';
import { sessionMinutes } from './session-minutes.ts';
import { requireTags } from './tags.ts';

const DEFAULT_SESSION = 'PT1H';
const SHORTEST_SESSION_MINUTES = 60;
const LONGEST_SESSION_MINUTES = 12 * 60;
/** Of an instance (facts 3.3). */
const MAX_SETS = 3_500;

function described(set: PermissionSet): DescribedSet {
  return {
    PermissionSetArn: set.arn,
    Name: set.name,
    Description: set.description,
    CreatedDate: new Date(set.createdAt),
    SessionDuration: set.sessionDuration,
    RelayState: set.relayState,
  };
}

export const listPermissionSets = operation<ListPermissionSetsRequest, ListPermissionSetsResponse>({
  name: 'ListPermissionSets',
  resources: (_, { InstanceArn }) => resources(InstanceArn),
  handle(call, { InstanceArn }) {
    const { items, nextToken } = call.page(requireOrganizationInstance(call, InstanceArn).permissionSets);
    return { PermissionSets: items.map((set) => set.arn), NextToken: nextToken };
  },
});

export const describePermissionSet = operation<DescribePermissionSetRequest, DescribePermissionSetResponse>({
  name: 'DescribePermissionSet',
  resources: (_, { InstanceArn, PermissionSetArn }) => resources(InstanceArn, PermissionSetArn),
  handle(call, { InstanceArn, PermissionSetArn }) {
    const center = requireOrganizationInstance(call, InstanceArn);
    return { PermissionSet: described(requirePermissionSet(center, PermissionSetArn)) };
  },
});

export const createPermissionSet = operation<CreatePermissionSetRequest, CreatePermissionSetResponse>({
  name: 'CreatePermissionSet',
  resources: (_, { InstanceArn }) => resources(InstanceArn),
  handle(call, input) {
    const { world, now } = call;
    const center = requireOrganizationInstance(call, input.InstanceArn);
    if (center.permissionSets.all().some((set) => set.name === input.Name)) {
      throw conflict(`PermissionSet with name ${input.Name} already exists.`);
    }
    if (center.permissionSets.size >= MAX_SETS) throw quotaExceeded(`Permission sets of an instance: ${MAX_SETS}`);
    const set: PermissionSet = {
      arn: `arn:aws:sso:::permissionSet/${center.instanceId}/ps-${world.ids.hex(16)}`,
      name: input.Name,
      sessionDuration: sessionOf(input.SessionDuration) ?? DEFAULT_SESSION,
      createdAt: now,
      managedPolicies: [],
      tags: requireTags(input.Tags),
    };
    if (input.Description) set.description = input.Description;
    if (input.RelayState) set.relayState = input.RelayState;
    center.permissionSets.add(set);
    world.changed();
    return { PermissionSet: described(set) };
  },
});

/** Only what is given changes; a set's name never does. */
export const updatePermissionSet = operation<UpdatePermissionSetRequest, UpdatePermissionSetResponse>({
  name: 'UpdatePermissionSet',
  resources: (_, { InstanceArn, PermissionSetArn }) => resources(InstanceArn, PermissionSetArn),
  handle(call, input) {
    const { center, set } = requireChangeableSet(call, input.InstanceArn, input.PermissionSetArn);
    const session = sessionOf(input.SessionDuration);
    if (session) set.sessionDuration = session;
    if (input.Description !== undefined) set.description = input.Description;
    if (input.RelayState !== undefined) set.relayState = input.RelayState;
    center.setChanged(set.arn);
    call.world.changed();
    return {};
  },
});

/** Refused while an AWS account has the set, or is about to (AWS's words, terraform-provider-aws issue 26757). */
export const deletePermissionSet = operation<DeletePermissionSetRequest, DeletePermissionSetResponse>({
  name: 'DeletePermissionSet',
  resources: (_, { InstanceArn, PermissionSetArn }) => resources(InstanceArn, PermissionSetArn),
  handle(call, { InstanceArn, PermissionSetArn }) {
    const { center, set } = requireChangeableSet(call, InstanceArn, PermissionSetArn);
    if (center.accountsBySet.of(set.arn).size > 0 || isAwaited(center, set)) {
      throw conflict('Could not delete because PermissionSet has ApplicationProfile associated with it.');
    }
    center.permissionSets.delete(set.arn);
    call.world.changed();
    return {};
  },
});

function isAwaited(center: IdentityCenter, set: PermissionSet): boolean {
  return [...center.pending].some((request) =>
    request.kind === 'PROVISIONING'
      ? request.permissionSetArn === set.arn
      : request.assignment.permissionSetArn === set.arn,
  );
}

/** One to twelve hours; the model's pattern lets any ISO 8601 duration through. */
function sessionOf(duration: string | undefined): string | undefined {
  if (duration === undefined) return undefined;
  const total = sessionMinutes(duration);
  if (total < SHORTEST_SESSION_MINUTES || total > LONGEST_SESSION_MINUTES) {
    throw new AwsError('ValidationException', 'SessionDuration must be between 1 hour and 12 hours.');
  }
  return duration;
}
