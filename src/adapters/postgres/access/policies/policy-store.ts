import type { PolicySet } from '../../../../core/access/policies/policy-engine.ts';
import type { PolicyStore } from '../../../../core/access/policies/ports.ts';
import type { ExecuteSql } from '../../database.ts';
import { entityNumber } from '../../views/inventory/entity-rows.ts';

export const policyColumns = `id, name, form, is_enabled as "isEnabled", created_at as "createdAt",
  updated_at as "updatedAt", version`;

export const policyStore = (executeSql: ExecuteSql): PolicyStore => {
  const setOf = async (condition: string, values: unknown[]): Promise<PolicySet | null> =>
    (await executeSql(`select number, policies from policy_revision ${condition}`, values)).rows[0] ?? null;
  return {
    async takeTurn() {
      await executeSql(`select pg_advisory_xact_lock(hashtext('access-policies'))`);
    },
    async all() {
      return (await executeSql(`select ${policyColumns} from access_policy where deleted_at is null order by name, id`))
        .rows;
    },
    async add({ id, name, form, isEnabled, createdAt }, by) {
      await executeSql(
        `insert into access_policy (id, name, form, is_enabled, created_by, created_at, updated_at)
         values ($1, $2, $3, $4, $5, $6, $6)`,
        [id, name, JSON.stringify(form), isEnabled, by, createdAt],
      );
    },
    async save({ id, name, form, isEnabled }, now) {
      await executeSql(
        `update access_policy set name = $2, form = $3, is_enabled = $4, updated_at = $5, version = version + 1
         where id = $1`,
        [id, name, JSON.stringify(form), isEnabled, now],
      );
    },
    async remove(id, now) {
      await executeSql('update access_policy set deleted_at = $2, version = version + 1 where id = $1', [id, now]);
    },
    async addRevision({ policies, digest, now, by }) {
      const { rows } = await executeSql(
        `insert into policy_revision (policies, digest, created_at, created_by) values ($1, $2, $3, $4) returning number`,
        [JSON.stringify(policies), digest, now, by],
      );
      return rows[0].number;
    },
    current: () => setOf('order by number desc limit 1', []),
    revision: (number) => setOf('where number = $1', [number]),
    knownEntities: (entities) => knownEntities(executeSql, entities),
  };
};

const kindsOf: Record<string, number[]> = { PermissionSet: [6], Group: [5, 8] };

/** What the newest publication holds. People never stand in a policy's text; of other types nothing is known. */
const knownEntities = async (
  executeSql: ExecuteSql,
  entities: readonly { type: string; id: string }[],
): Promise<Set<string>> => {
  const wanted = entities.map(({ type, id }) => ({
    key: `${type}::${id}`,
    kinds: kindsOf[type] ?? [],
    number: kindsOf[type] ? entityNumber(id) : null,
    native: type === 'AwsAccount' ? id : null,
  }));
  const { rows } = await executeSql(
    `select w.key from unnest($1::text[], $2::int[], $3::text[], $4::boolean[]) as w (key, id, native, is_group)
     where exists (select from entity e join entity_version v on v.entity_id = e.id and v.to_seq is null
       where (e.kind = 2 and e.native_id = w.native)
         or (e.id = w.id and e.kind = any(case when w.is_group then '{5,8}'::int[] else '{6}'::int[] end)))`,
    [
      wanted.map(({ key }) => key),
      wanted.map(({ number }) => number),
      wanted.map(({ native }) => native),
      wanted.map(({ kinds }) => kinds.length > 1),
    ],
  );
  return new Set(rows.map(({ key }) => key));
};
