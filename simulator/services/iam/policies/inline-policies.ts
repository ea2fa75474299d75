import { Collection } from '../../../state/collection.ts';
import type { PolicyHolder } from '../../../state/iam/iam-entities.ts';
import { type Operation, operation } from '../../service.ts';
import { iamChanged } from '../entities.ts';
import { limitExceeded } from '../quotas.ts';
import { noSuchEntity } from '../refusals.ts';
import type { Holders } from './holders.ts';
import { checkIdentityPolicy, policySize } from './policy-text.ts';

/** All inline policies of one holder together, without white space (IAM quotas). */
const MAX_SIZE = { user: 2_048, group: 5_120, role: 10_240 } as const;

type Input = Record<'PolicyName' | 'PolicyDocument', string>;

/** Put, Get, Delete and List of the policies that are part of a user, group or role. */
export function inlinePolicyOperations(holders: Holders): Operation[] {
  const { Kind, resources } = holders;
  return [
    operation<Input, void>({
      name: `Put${Kind}Policy`,
      resources,
      handle(call, input) {
        put(holders, holders.findOwn(call, input), input);
        iamChanged(call);
      },
    }),
    operation<Input, object>({
      name: `Get${Kind}Policy`,
      resources,
      handle(call, input) {
        const holder = holders.find(call, input);
        const document = required(holders, holder, input.PolicyName);
        const PolicyDocument = encodeURIComponent(document);
        return { [`${Kind}Name`]: holder.name, PolicyName: input.PolicyName, PolicyDocument };
      },
    }),
    operation<Input, void>({
      name: `Delete${Kind}Policy`,
      resources,
      handle(call, input) {
        const holder = holders.findOwn(call, input);
        required(holders, holder, input.PolicyName);
        delete holder.inlinePolicies[input.PolicyName];
        iamChanged(call);
      },
    }),
    operation<Input, object>({
      name: `List${Kind}Policies`,
      resources,
      handle(call, input) {
        const names = Object.keys(holders.find(call, input).inlinePolicies);
        const { items, nextToken } = call.page(new Collection((name: string) => name, names));
        return { PolicyNames: items, IsTruncated: nextToken !== undefined, Marker: nextToken };
      },
    }),
  ];
}

function put({ kind }: Holders, holder: PolicyHolder, { PolicyName, PolicyDocument }: Input): void {
  checkIdentityPolicy(PolicyDocument);
  const policies = { ...holder.inlinePolicies, [PolicyName]: PolicyDocument };
  const size = Object.values(policies).reduce((sum, document) => sum + policySize(document), 0);
  const limit = MAX_SIZE[kind];
  if (size > limit) throw limitExceeded(`Maximum policy size of ${limit} bytes exceeded for ${kind} ${holder.name}`);
  holder.inlinePolicies = policies;
}

function required({ kind }: Holders, holder: PolicyHolder, policyName: string): string {
  const document = Object.hasOwn(holder.inlinePolicies, policyName) ? holder.inlinePolicies[policyName] : undefined;
  if (document === undefined) throw noSuchEntity(`The ${kind} policy with name ${policyName} cannot be found.`);
  return document;
}
