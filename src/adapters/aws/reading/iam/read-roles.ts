import { ListRolesCommand } from '@aws-sdk/client-iam';
import type { EntityFact } from '../../../../core/inventory/model/fact.ts';
import { parseTrustPolicy } from '../../../../core/inventory/model/trust-policy.ts';
import { count, eachPage, type Reading, readScope } from '../reading.ts';
import { iamRoleFact } from './iam-facts.ts';
import { decodePolicy } from './policy-facts.ts';

/**
 * Roles and whom each of them trusts. Always by the listing, 1,000 a call, also where the details are read: those leave
 * out descriptions and how long a session lasts
 * (https://docs.aws.amazon.com/IAM/latest/APIReference/API_RoleDetail.html).
 */
export async function readRoles(reading: Reading): Promise<void> {
  const { call, clients, own, sink } = reading;
  sink.plan('iam:ListRoles', 1);
  const mentioned = new Set<string>();
  let total = 0;
  await readScope(reading, { kind: 'iam-roles', a: own }, 'IAM roles', async () => {
    await eachPage(
      (Marker) =>
        call('iam:ListRoles', (abortSignal) =>
          clients.iam.send(new ListRolesCommand({ Marker, MaxItems: 1000 }), { abortSignal }),
        ),
      (page) => (page.IsTruncated ? page.Marker : undefined),
      async ({ Roles = [] }) => {
        total += Roles.length;
        const entities: EntityFact[] = [];
        const grants = Roles.flatMap((role) => {
          const fact = iamRoleFact(role, own);
          const trustPolicy = decodePolicy(role.AssumeRolePolicyDocument);
          const trusted = parseTrustPolicy({ kind: 'iam-role', nativeId: fact.nativeId }, own, trustPolicy);
          entities.push(
            fact,
            ...trusted.principals.filter((each) => isFirst(mentioned, `${each.kind} ${each.nativeId}`)),
          );
          return trusted.grants;
        });
        await sink.rows({ entities, grants });
      },
    );
    return { summary: count(total, 'role') };
  });
}

const isFirst = (seen: Set<string>, key: string) => !seen.has(key) && seen.add(key) !== undefined;
