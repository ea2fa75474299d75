import { managedPolicy } from '../../../policies/principal-policies.ts';
import type { Call } from '../../call.ts';
import { type Operation, operation } from '../../service.ts';
import { iamChanged } from '../entities.ts';
import { noSuchEntity } from '../refusals.ts';
import type { Holders } from './holders.ts';
import { checkPolicyArn } from './policy-arn.ts';

type Input = Record<'PermissionsBoundary', string>;

/** Put and Delete of the permissions boundary of a user or role. */
export function boundaryOperations(holders: Holders): Operation[] {
  const { Kind, resources } = holders;
  return [
    operation<Input, void>({
      name: `Put${Kind}PermissionsBoundary`,
      resources,
      handle(call, input) {
        const holder = holders.findOwn(call, input);
        holder.permissionsBoundaryArn = checkedBoundary(call, input.PermissionsBoundary);
        iamChanged(call);
      },
    }),
    operation<Input, void>({
      name: `Delete${Kind}PermissionsBoundary`,
      resources,
      handle(call, input) {
        const holder = holders.findOwn(call, input);
        if (!holder.permissionsBoundaryArn) {
          throw noSuchEntity(`The permissions boundary of ${holders.kind} ${holder.name} cannot be found.`);
        }
        delete holder.permissionsBoundaryArn;
        iamChanged(call);
      },
    }),
  ];
}

/** A boundary must be a managed policy that exists. */
export function checkedBoundary(call: Call, arn: string): string {
  checkPolicyArn(arn);
  if (managedPolicy(call.account, arn)) return arn;
  throw noSuchEntity(`Scope ARN: ${arn} does not exist or is not attachable.`);
}

export function shownBoundary(arn: string | undefined) {
  return arn ? { PermissionsBoundaryType: 'Policy' as never, PermissionsBoundaryArn: arn } : undefined;
}
