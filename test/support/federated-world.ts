import { randomIds } from '../../src/adapters/crypto/node-crypto.ts';
import { csvReader } from '../../src/adapters/csv/csv-reader.ts';
import { databaseClock } from '../../src/adapters/postgres/clock.ts';
import { createTransact } from '../../src/adapters/postgres/create-transact.ts';
import type { Database } from '../../src/adapters/postgres/database.ts';
import { federationViews } from '../../src/adapters/postgres/federation/federation-views.ts';
import type { Enqueue } from '../../src/adapters/postgres/unit-of-work.ts';
import { addIdentityProvider } from '../../src/core/directory/federation/add-identity-provider.ts';
import { addFederationRule } from '../../src/core/directory/federation/federation-rules.ts';
import { mapFederation } from '../../src/core/directory/federation/map-federation.ts';
import { uploadGroups } from '../../src/core/directory/federation/upload-groups.ts';
import type { Actor } from '../../src/core/shared/ports.ts';
import { viewer, type World } from './world.ts';

export const admins = 'aws#OktaAdmin#222222222222';
const sue = { viewer: viewer('per_super'), actor: { kind: 'person', personId: viewer('per_super').personId } as Actor };

/**
 * Okta beside the world of test/support/world.ts: its group of OktaAdmin gives that role and Migrate in workloads, its
 * group Ops the role OktaAdmin as well. Groups come by `upload`; a publication takes what stands when it comes.
 */
export const createFederatedWorld = async (database: Database, world: World, enqueue: Enqueue = async () => {}) => {
  await world.grant('assume-role', 'okta-provider', 'migrate', { from: 2, awsAccount: 'workloads' });
  const ports = {
    transact: createTransact(database, enqueue),
    clock: databaseClock(database),
    ids: randomIds,
    csv: csvReader,
    views: federationViews(database),
  };
  const okta = await addIdentityProvider(ports, { ...sue, name: 'Okta', trustIds: [world.ent('okta-provider')] });
  const upload = (...rows: string[]) =>
    uploadGroups(ports, { ...sue, identityProviderId: okta, csv: ['group,email', ...rows].join('\n') });
  const pair = async (group: string, role: string) => {
    const { items } = await ports.views.groups(sue.viewer, okta, { limit: 50 });
    const groupId = items.find(({ name }) => name === group)?.id ?? '';
    return addFederationRule(ports, {
      ...sue,
      identityProviderId: okta,
      rule: { kind: 'pair', groupId, roleId: world.ent(role) },
    });
  };
  return {
    ports,
    okta,
    upload,
    /** Emil, Lee and an address that is nobody's in the first group; Emil in Ops as well. Returns the rules. */
    async fill(): Promise<string[]> {
      await upload(
        `${admins},emil@corp.example`,
        `${admins},lee@corp.example`,
        `${admins},who@corp.example`,
        'Ops,emil@corp.example',
      );
      return [await pair(admins, 'okta'), await pair(admins, 'migrate'), await pair('Ops', 'okta')];
    },
    async moveClock(seconds: number) {
      await database.pool.query('update clock_offset set offset_ms = offset_ms + $1 * 1000', [seconds]);
    },
    /** A reading of workloads now, in which these grants (principal, role) ended. */
    async publish(seq: number, ended: [string, string][] = []) {
      const { rows } = await database.pool.query('select product_now() as now');
      await world.run('con_work', seq, rows[0].now);
      for (const [principal, target] of ended)
        await database.pool.query(
          `update grant_fact set to_seq = $3 where principal_id = $1 and to_seq is null and entitlement_id in (
             select id from entitlement where target_id = $2)`,
          [world.id(principal), world.id(target), seq],
        );
      await mapFederation(ports);
    },
  };
};
export type FederatedWorld = Awaited<ReturnType<typeof createFederatedWorld>>;
