import type { EntityRef } from '../../../../src/core/inventory/model/kinds.ts';
import type { WorldRead } from '../read-world.ts';
import { ReadingSink } from '../reading-sink.ts';
import type { Seeded } from '../seed-world.ts';

export const policiesGap =
  'iam-policy: moto leaves PolicyId and PolicyName out of get-account-authorization-details; the reader takes the ARN for them, and for this comparison each has its id back';

/** What was read of moto, with the ids of policies that moto gave when they were made. */
export function policiesById({ sink, learned }: WorldRead, { policies }: Seeded): WorldRead {
  const ids = new Map(policies.map(({ arn, id }) => [arn, id]));
  const withId = <Ref extends EntityRef>(ref: Ref): Ref =>
    ref.kind === 'iam-policy' ? { ...ref, nativeId: ids.get(ref.nativeId) ?? ref.nativeId } : ref;
  const renamed = new ReadingSink();
  renamed.entities.push(...sink.entities.map(withId));
  renamed.grants.push(...sink.grants.map((grant) => ({ ...grant, target: withId(grant.target) })));
  renamed.uses.push(...sink.uses);
  return { sink: renamed, learned };
}
