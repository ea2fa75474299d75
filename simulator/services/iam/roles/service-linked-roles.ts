import type { CreateServiceLinkedRoleRequest, CreateServiceLinkedRoleResponse } from '@aws-sdk/client-iam';
import { operation } from '../../service.ts';
import { iamChanged, pathResource } from '../entities.ts';
import { requireRoom } from '../quotas.ts';
import { invalidInput } from '../refusals.ts';
import { listedRole } from './roles.ts';

/** What AWSServiceRoleFor… is called, for the services a company of these worlds is likely to use. */
const NAMES: Readonly<Record<string, string>> = {
  'access-analyzer.amazonaws.com': 'AccessAnalyzer',
  'autoscaling.amazonaws.com': 'AutoScaling',
  'cloudtrail.amazonaws.com': 'CloudTrail',
  'config.amazonaws.com': 'Config',
  'ecs.amazonaws.com': 'ECS',
  'elasticloadbalancing.amazonaws.com': 'ElasticLoadBalancing',
  'guardduty.amazonaws.com': 'AmazonGuardDuty',
  'organizations.amazonaws.com': 'Organizations',
  'rds.amazonaws.com': 'RDS',
  'sso.amazonaws.com': 'SSO',
  'support.amazonaws.com': 'Support',
  'trustedadvisor.amazonaws.com': 'TrustedAdvisor',
};
/** The services above that may have several roles, told apart by a suffix. */
const WITH_SUFFIX = ['autoscaling.amazonaws.com'];

const pathOf = (service: string) => `/aws-service-role/${service}/`;
const nameOf = (service: string, suffix?: string) =>
  `AWSServiceRoleFor${NAMES[service] ?? ''}${suffix === undefined ? '' : `_${suffix}`}`;

/** A role that only its service may use and only AWS may change. */
export const createServiceLinkedRole = operation<CreateServiceLinkedRoleRequest, CreateServiceLinkedRoleResponse>({
  name: 'CreateServiceLinkedRole',
  resources: (call, { AWSServiceName, CustomSuffix }) =>
    pathResource(call, 'role', pathOf(AWSServiceName), nameOf(AWSServiceName, CustomSuffix)),
  handle(call, { AWSServiceName, Description, CustomSuffix }) {
    const { account, world } = call;
    if (NAMES[AWSServiceName] === undefined) {
      throw invalidInput(`Service linked roles are not supported for ${AWSServiceName}.`);
    }
    if (CustomSuffix !== undefined && !WITH_SUFFIX.includes(AWSServiceName)) {
      throw invalidInput(`Custom suffix is not allowed for ${AWSServiceName}`);
    }
    const name = nameOf(AWSServiceName, CustomSuffix);
    if (account.role(name)) {
      throw invalidInput(`Service role name ${name} has been taken in this account, please try a different suffix.`);
    }
    requireRoom('RolesPerAccount', account.roles.size);
    const role = account.roles.add({
      name,
      path: pathOf(AWSServiceName),
      id: world.ids.unique('AROA'),
      createdAt: call.now,
      inlinePolicies: {},
      attachedPolicyArns: [],
      maxSessionDurationSeconds: 3600,
      trustPolicy: trustPolicy(AWSServiceName),
      trustedIds: {},
      tags: [],
      ...(Description === undefined ? {} : { description: Description }),
    });
    iamChanged(call);
    return { Role: listedRole(call, role) };
  },
});

function trustPolicy(service: string): string {
  const statement = { Effect: 'Allow', Principal: { Service: service }, Action: 'sts:AssumeRole' };
  return JSON.stringify({ Version: '2012-10-17', Statement: [statement] });
}
