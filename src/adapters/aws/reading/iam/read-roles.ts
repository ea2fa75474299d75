import { ListRolesCommand, type Role } from '@aws-sdk/client-iam';
import { count, eachPage, type Reading, readScope } from '../reading.ts';
import { iamRoleFact } from './iam-facts.ts';
import { createTrustOf } from './role-trust.ts';

/** Roles and whom each of them trusts, with the minimum actions alone: one call a thousand. */
export async function readRoles(reading: Reading): Promise<void> {
  const { own, sink } = reading;
  const trustOf = createTrustOf(own);
  await readScope(reading, { kind: 'iam-roles', a: own }, 'IAM roles', async () => {
    const total = await listRoles(reading, async (roles) => {
      const trusted = roles.map((role) => ({ fact: iamRoleFact(role, own), document: role.AssumeRolePolicyDocument }));
      const trust = trusted.map(({ fact, document }) => trustOf(fact, document));
      await sink.rows({
        entities: [...trusted.map(({ fact }) => fact), ...trust.flatMap(({ principals }) => principals)],
        grants: trust.flatMap(({ grants }) => grants),
      });
    });
    return { summary: count(total, 'role') };
  });
}

const dayMs = 24 * 3600 * 1000;

/**
 * Descriptions of roles, and how long their sessions last: the details leave both out
 * (https://docs.aws.amazon.com/IAM/latest/APIReference/API_RoleDetail.html). They change seldom and decide nothing, so
 * that they are read once a day, by the listing; or at once, where an event says that one changed.
 */
export async function readRoleSettings(reading: Reading, { atOnce = false } = {}): Promise<void> {
  const { own, sink, known } = reading;
  const scope = { kind: 'iam-role-settings', a: own } as const;
  const ageMs = known.history?.details?.agesMs[scope.kind][own.nativeId];
  if (!atOnce && ageMs !== undefined && ageMs < dayMs) return;
  await readScope(reading, scope, 'Descriptions and session lengths of IAM roles', async () => {
    // Whom they trust is read already.
    const total = await listRoles(reading, (roles) =>
      sink.rows({ entities: roles.map((role) => iamRoleFact(role, own)) }),
    );
    return { summary: count(total, 'role') };
  });
}

async function listRoles({ call, clients, sink }: Reading, handle: (roles: Role[]) => Promise<void>): Promise<number> {
  sink.plan('iam:ListRoles', 1);
  let total = 0;
  await eachPage(
    (Marker) =>
      call('iam:ListRoles', (abortSignal) =>
        clients.iam.send(new ListRolesCommand({ Marker, MaxItems: 1000 }), { abortSignal }),
      ),
    (page) => (page.IsTruncated ? page.Marker : undefined),
    async ({ Roles = [] }) => {
      total += Roles.length;
      await handle(Roles);
    },
  );
  return total;
}
