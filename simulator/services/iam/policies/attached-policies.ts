import { managedPolicy } from '../../../policies/principal-policies.ts';
import { Collection } from '../../../state/collection.ts';
import { type Operation, operation } from '../../service.ts';
import { iamChanged } from '../entities.ts';
import { requireRoom } from '../quotas.ts';
import { noSuchEntity } from '../refusals.ts';
import type { Holders } from './holders.ts';
import { checkPolicyArn, policyNameOf, policyPathOf } from './policy-arn.ts';

type Input = Record<'PolicyArn', string> & { readonly PathPrefix?: string };

/** Attach, Detach and List of the managed policies of a user, group or role. Attaching twice is no error. */
export function attachedPolicyOperations(holders: Holders): Operation[] {
  const { Kind, resources } = holders;
  return [
    operation<Input, void>({
      name: `Attach${Kind}Policy`,
      resources,
      handle(call, input) {
        const holder = holders.findOwn(call, input);
        const { PolicyArn } = input;
        checkPolicyArn(PolicyArn);
        if (!managedPolicy(call.account, PolicyArn)) {
          throw noSuchEntity(`Policy ${PolicyArn} does not exist or is not attachable.`);
        }
        if (holder.attachedPolicyArns.includes(PolicyArn)) return;
        requireRoom(`PoliciesPer${Kind}`, holder.attachedPolicyArns.length);
        holder.attachedPolicyArns = [...holder.attachedPolicyArns, PolicyArn];
        iamChanged(call);
      },
    }),
    operation<Input, void>({
      name: `Detach${Kind}Policy`,
      resources,
      handle(call, input) {
        const holder = holders.findOwn(call, input);
        const { PolicyArn } = input;
        if (!holder.attachedPolicyArns.includes(PolicyArn)) throw noSuchEntity(`Policy ${PolicyArn} was not found.`);
        holder.attachedPolicyArns = holder.attachedPolicyArns.filter((arn) => arn !== PolicyArn);
        iamChanged(call);
      },
    }),
    operation<Input, object>({
      name: `ListAttached${Kind}Policies`,
      resources,
      handle(call, input) {
        const arns = new Collection((arn: string) => arn, holders.find(call, input).attachedPolicyArns);
        const prefix = input.PathPrefix ?? '/';
        const { items, nextToken } = call.page(arns, (arn) => policyPathOf(arn).startsWith(prefix));
        const AttachedPolicies = items.map(attachedPolicy);
        return { AttachedPolicies, IsTruncated: nextToken !== undefined, Marker: nextToken };
      },
    }),
  ];
}

export function attachedPolicy(arn: string): { PolicyArn: string; PolicyName: string } {
  return { PolicyArn: arn, PolicyName: policyNameOf(arn) };
}
