import type {
  CreatePolicyRequest,
  CreatePolicyResponse,
  DeletePolicyRequest,
  DescribePolicyRequest,
  DescribePolicyResponse,
  ListPoliciesRequest,
  ListPoliciesResponse,
  Policy,
  PolicySummary,
  UpdatePolicyRequest,
  UpdatePolicyResponse,
} from '@aws-sdk/client-organizations';
import { MalformedPolicy, parsePolicy } from '../../../policies/policy-document.ts';
import { AwsError } from '../../../protocols/aws-error.ts';
import { Collection } from '../../../state/collection.ts';
import type { Organization } from '../../../state/organization/organization.ts';
import type { OrganizationPolicy } from '../../../state/organization/organization-entities.ts';
import type { Call } from '../../call.ts';
import { operation } from '../../service.ts';
import { administeredOrganization, constraintViolation, managedOrganization } from '../caller-organization.ts';
import { requireTags } from '../tag-list.ts';

/** The one type that is simulated. Of all others there are none. */
export const POLICY_TYPE = 'SERVICE_CONTROL_POLICY';
/** Characters of a service control policy (Organizations User Guide, "Quotas"). */
const MAX_CONTENT = 5_120;

export const listPolicies = operation<ListPoliciesRequest, ListPoliciesResponse>({
  name: 'ListPolicies',
  handle(call, { Filter }) {
    const { policies } = administeredOrganization(call);
    const none = new Collection<OrganizationPolicy>(({ id }) => id);
    const { items, nextToken } = call.page(Filter === POLICY_TYPE ? policies : none);
    return { Policies: items.map((policy) => summary(call, policy)), NextToken: nextToken };
  },
});

export const describePolicy = operation<DescribePolicyRequest, DescribePolicyResponse>({
  name: 'DescribePolicy',
  resources: (call, { PolicyId }) => policyResource(call, PolicyId),
  handle(call, { PolicyId }) {
    return { Policy: described(call, requirePolicy(administeredOrganization(call), PolicyId)) };
  },
});

export const createPolicy = operation<CreatePolicyRequest, CreatePolicyResponse>({
  name: 'CreatePolicy',
  handle(call, { Name, Description, Content, Type, Tags }) {
    const organization = managedOrganization(call);
    if (Type !== POLICY_TYPE) {
      const text =
        "You can't use the specified policy type with the feature set currently enabled for this organization.";
      throw new AwsError('PolicyTypeNotAvailableForOrganizationException', text);
    }
    refuseDuplicate(organization, Name);
    const policy: OrganizationPolicy = {
      id: `p-${call.world.ids.lower(8)}`,
      name: Name,
      description: Description,
      document: requireContent(Content),
      isAwsManaged: false,
    };
    organization.policies.add(policy);
    if (Tags) organization.setTags(policy.id, requireTags(Tags));
    call.world.changed();
    return { Policy: described(call, policy) };
  },
});

/** What a changed policy allows holds from now on wherever it is attached. */
export const updatePolicy = operation<UpdatePolicyRequest, UpdatePolicyResponse>({
  name: 'UpdatePolicy',
  resources: (call, { PolicyId }) => policyResource(call, PolicyId),
  handle(call, { PolicyId, Name, Description, Content }) {
    const organization = managedOrganization(call);
    const policy = requireOwnPolicy(organization, PolicyId);
    const document = Content === undefined ? policy.document : requireContent(Content);
    if (Name !== undefined && Name !== policy.name) {
      refuseDuplicate(organization, Name);
      policy.name = Name;
    }
    if (Description !== undefined) policy.description = Description;
    policy.document = document;
    organization.version += 1;
    call.world.changed();
    return { Policy: described(call, policy) };
  },
});

export const deletePolicy = operation<DeletePolicyRequest, void>({
  name: 'DeletePolicy',
  resources: (call, { PolicyId }) => policyResource(call, PolicyId),
  handle(call, { PolicyId }) {
    const organization = managedOrganization(call);
    const policy = requireOwnPolicy(organization, PolicyId);
    if (organization.targetsOf(policy.id).length > 0) {
      const text =
        'The policy is attached to one or more entities. You must detach it from all roots, OUs, and accounts before performing this operation.';
      throw new AwsError('PolicyInUseException', text);
    }
    organization.removePolicy(policy);
    call.world.changed();
  },
});

export function policyArn(call: Call, policy: OrganizationPolicy): string {
  if (policy.isAwsManaged) return `arn:aws:organizations::aws:policy/service_control_policy/${policy.id}`;
  const organization = call.world.organizationOf(call.caller.awsAccountId);
  return `arn:aws:organizations::${organization?.managementAccountId}:policy/${organization?.id}/service_control_policy/${policy.id}`;
}

/** What an action on a policy is checked on; `*` for one that does not exist. */
export function policyResource(call: Call, policyId: string): readonly { arn: string }[] {
  const policy = call.world.organizationOf(call.caller.awsAccountId)?.policies.get(policyId);
  return [{ arn: policy ? policyArn(call, policy) : '*' }];
}

export function requirePolicy(organization: Organization, policyId: string): OrganizationPolicy {
  const policy = organization.policies.get(policyId);
  if (!policy) throw new AwsError('PolicyNotFoundException', "You specified a policy that doesn't exist.");
  return policy;
}

export function summary(call: Call, policy: OrganizationPolicy): PolicySummary {
  return {
    Id: policy.id,
    Arn: policyArn(call, policy),
    Name: policy.name,
    Description: policy.description,
    Type: POLICY_TYPE,
    AwsManaged: policy.isAwsManaged,
  };
}

function described(call: Call, policy: OrganizationPolicy): Policy {
  return { PolicySummary: summary(call, policy), Content: policy.document };
}

function requireOwnPolicy(organization: Organization, policyId: string): OrganizationPolicy {
  const policy = requirePolicy(organization, policyId);
  if (!policy.isAwsManaged) return policy;
  const text = "You specified a policy that is AWS managed and can't be modified.";
  throw new AwsError('InvalidInputException', text, 400, { Reason: 'IMMUTABLE_POLICY' });
}

function refuseDuplicate(organization: Organization, name: string): void {
  if (organization.policies.all().some((policy) => policy.name === name)) {
    throw new AwsError('DuplicatePolicyException', 'A policy with the specified name and type already exists.');
  }
}

function requireContent(content: string): string {
  if (content.length > MAX_CONTENT) {
    const text = 'You attempted to create a policy that is larger than the maximum size.';
    throw constraintViolation('POLICY_CONTENT_LIMIT_EXCEEDED', text);
  }
  try {
    parsePolicy(content);
  } catch (error) {
    if (!(error instanceof MalformedPolicy)) throw error;
    const text = 'The provided policy document does not meet the requirements of the specified policy type.';
    throw new AwsError('MalformedPolicyDocumentException', text);
  }
  return content;
}
