import type { RequestContext } from '../policies/conditions.ts';
import { type Decision, decide, type Question } from '../policies/evaluate.ts';
import { parsePolicy, type Statement } from '../policies/policy-document.ts';
import { identityPolicies, managedPolicyDocument } from '../policies/principal-policies.ts';
import type { Organization } from '../state/organization/organization.ts';
import type { World } from '../state/world.ts';
import type { Caller } from './caller.ts';
import { contextOfResource } from './request-context.ts';

/** A resource an action touches; refusals name it by `text` where AWS does not print the ARN. */
export interface ResourceRef {
  readonly arn: string;
  readonly text?: string;
}

/** Why a request is refused; the words follow AWS's "access denied error messages" page. */
export type Refusal = { readonly because: string } | undefined;

/** One layer of policies, all of which must allow: identity, permissions boundary, session, service control. */
interface Layer {
  readonly policies: readonly (readonly Statement[])[];
  readonly deniedBy: string;
  readonly missing: string;
  /** Whether it must allow also what a resource policy gives: never, to a role as such, or always. */
  readonly reach: 'never' | 'role' | 'always';
}

/**
 * Decides one action on one resource by all layers that bind the caller. Explicit Deny of any layer comes first.
 */
export function refusalOf(
  world: World,
  caller: Caller,
  action: string,
  resourceArn: string,
  context: RequestContext,
): Refusal {
  const layers = layersOf(world, caller);
  const question: Question = { action, resourceArn, context: contextOfResource(world, caller, resourceArn, context) };
  const decisions = layers.map((layer) => decide(layer.policies, question));
  const denying = layers[decisions.indexOf('explicitDeny')];
  if (denying) return { because: `with an explicit deny in ${denying.deniedBy}` };
  const silent = layers[decisions.indexOf('implicitDeny' satisfies Decision)];
  return silent && { because: `because no ${silent.missing} allows the ${action} action` };
}

/**
 * All that stands between a caller and a resource policy of its own AWS account that names it outright: an explicit deny
 * of any layer, a level of service control policies that does not allow, and for what is given to a role instead of one
 * session of it also boundary and session policies (IAM User Guide, "Policy evaluation for requests within a single
 * account"). Users are not held by their boundary then.
 */
export function isDeniedDespiteTrust(
  world: World,
  caller: Caller,
  question: Question,
  trust: 'allowSession' | 'allowPrincipal',
): boolean {
  const isLimited = trust === 'allowPrincipal' && caller.session !== undefined;
  return layersOf(world, caller).some(({ policies, reach }) => {
    const decision = decide(policies, question);
    return (
      decision === 'explicitDeny' || (decision !== 'allow' && (reach === 'always' || (reach === 'role' && isLimited)))
    );
  });
}

function layersOf(world: World, caller: Caller): Layer[] {
  const account = world.awsAccounts.get(caller.awsAccountId);
  const holder = caller.user ?? caller.role;
  if (!account || !holder) return [{ policies: [], deniedBy: '', missing: 'identity-based policy', reach: 'always' }];
  const layers: Layer[] = [
    ...controlLayers(world, caller),
    {
      policies: identityPolicies(account, holder),
      deniedBy: 'an identity-based policy',
      missing: 'identity-based policy',
      reach: 'never',
    },
  ];
  if (holder.permissionsBoundaryArn) {
    const document = managedPolicyDocument(account, holder.permissionsBoundaryArn);
    layers.push({
      policies: document ? [parsePolicy(document)] : [],
      deniedBy: 'a permissions boundary',
      missing: 'permissions boundary',
      reach: 'role',
    });
  }
  if (caller.session?.policies.length) {
    layers.push({
      policies: caller.session.policies.map(parsePolicy),
      deniedBy: 'a session policy',
      missing: 'session policy',
      reach: 'role',
    });
  }
  return layers;
}

const controlCache = new WeakMap<Organization, { version: number; byAccount: Map<string, Layer[]> }>();

/**
 * Service control policies, one layer for each level from the root to the AWS account. They bind whoever belongs to a
 * member, and neither the management account nor service-linked roles (Organizations User Guide, "SCP evaluation").
 */
function controlLayers(world: World, caller: Caller): Layer[] {
  const organization = world.organizationOf(caller.awsAccountId);
  if (!organization || caller.role?.path.startsWith('/aws-service-role/')) return [];
  let cached = controlCache.get(organization);
  if (cached?.version !== organization.version) {
    cached = { version: organization.version, byAccount: new Map() };
    controlCache.set(organization, cached);
  }
  let layers = cached.byAccount.get(caller.awsAccountId);
  if (!layers) {
    layers = organization.serviceControlPolicies(caller.awsAccountId).map((documents) => ({
      policies: documents.map(parsePolicy),
      deniedBy: 'a service control policy',
      missing: 'service control policy',
      reach: 'always',
    }));
    cached.byAccount.set(caller.awsAccountId, layers);
  }
  return layers;
}
