import { isDeepStrictEqual } from 'node:util';
import type { FurtherReadAction } from '../../../../src/core/connectors/model/further-read-permissions.ts';
import type { ScopeKind } from '../../../../src/core/inventory/model/scope.ts';
import type { Keys } from '../../aws-cli/aws-cli.ts';
import { operationOf } from '../../aws-cli/operation.ts';
import { type Comparison, compared } from '../../comparison.ts';
import type { Seeded } from '../seed-world.ts';

/** An optional operation that moto does not have, or not as AWS has it: moto is read as if AWS refused it. */
interface Lack {
  action: FurtherReadAction;
  /** What the reader then says that it did not read; none where it reads the same in another way. */
  unread?: ScopeKind;
  reason: string;
  input(seeded: Seeded): object;
  /** What moto answers as long as this is so; none: an error. */
  answer?(seeded: Seeded): object;
}

const firstSet = ({ instanceArn, permissionSets }: Seeded) => ({
  InstanceArn: instanceArn,
  PermissionSetArn: permissionSets[0]?.id,
});

export const motoLacks: readonly Lack[] = [
  {
    action: 'sso:ListAccountsForProvisionedPermissionSet',
    reason:
      'moto names the AWS account of whoever asks and no other (provision_permission_set there ignores TargetId); it is assigned in two. The pairs in use are listed by AWS account instead',
    input: firstSet,
    answer: ({ awsAccountId }) => ({ AccountIds: [awsAccountId] }),
  },
  {
    action: 'sso:GetPermissionsBoundaryForPermissionSet',
    unread: 'permission-set-boundaries',
    reason: 'moto has no such operation, and answers with a page of HTML',
    input: firstSet,
  },
  {
    action: 'sso:ListTagsForResource',
    unread: 'permission-set-tags',
    reason: 'moto has no such operation, and answers with a page of HTML',
    input: ({ instanceArn, permissionSets }) => ({ InstanceArn: instanceArn, ResourceArn: permissionSets[0]?.id }),
  },
];

/** Each of them is still so: a moto that has learned one is to be read with it. */
export const compareLacks = (url: string, credentials: Keys, seeded: Seeded): Promise<Comparison[]> =>
  Promise.all(
    motoLacks.map(async ({ action, input, answer }) => {
      const { client: Client, command, toCommand } = operationOf(action);
      const client = new Client({ endpoint: url, region: 'us-east-1', credentials, maxAttempts: 1 });
      const told = await client.send(toCommand(input(seeded))).catch(() => undefined);
      client.destroy();
      const { $metadata: _, ...members } = { $metadata: {}, ...told };
      const isSo = answer ? isDeepStrictEqual(members, answer(seeded)) : told === undefined;
      const now = isSo
        ? undefined
        : `it answers ${JSON.stringify(members).slice(0, 200)}: take it out of moto-lacks.ts`;
      return compared(`moto still lacks ${command.join(' ')}`, now);
    }),
  );
