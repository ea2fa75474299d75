import type { Database } from '../../src/adapters/postgres/database.ts';
import {
  type EntitlementKind,
  type EntityKind,
  entitlementKinds,
  entityKinds,
} from '../../src/core/inventory/model/kinds.ts';
import type { ScopeKind } from '../../src/core/inventory/model/scope.ts';

/** Publications [from, to) in which a fact holds; without `to`, it still does. */
export interface Span {
  from?: number;
  to?: number;
}

/**
 * Writes an inventory row by row, as a publish leaves it, so that views can be judged by answers worked out by hand.
 * Entities are called by short names; `ent('platform')` is what the API calls them.
 */
export const createWorldBuilder = (database: Database) => {
  const ids = new Map<string, number>();
  const insert = async (text: string, values: unknown[]): Promise<number> =>
    (await database.pool.query(text, values)).rows[0]?.id;
  const id = (name: string): number => {
    const found = ids.get(name);
    if (found === undefined) throw new Error(`The world has no ${name}.`);
    return found;
  };
  const changed = (
    seq: number,
    op: string,
    entity: number | null,
    entitlement: number | null,
    principal: number | null,
  ) =>
    database.pool.query(
      'insert into change (seq, op, entity_id, entitlement_id, principal_id) values ($1, $2, $3, $4, $5)',
      [seq, op, entity, entitlement, principal],
    );

  return {
    id,
    ent: (name: string) => `ent_${id(name)}`,
    async run(connectorId: string, seq: number, publishedAt: string) {
      await database.pool.query(
        `insert into sync_run (id, connector_id, trigger, status, started_at, heartbeat_at, finished_at, seq, published_at, opened, closed)
         values ($1, $2, 'schedule', 'published', $4, $4, $4, $3, $4, 1000, 2000)`,
        [`run_${seq}`, connectorId, seq, publishedAt],
      );
    },
    /** Only named: it has no version, because no listing ever held it. */
    async named(name: string, kind: EntityKind, nativeId: string) {
      ids.set(
        name,
        await insert('insert into entity (kind, native_id) values ($1, $2) returning id', [
          entityKinds[kind],
          nativeId,
        ]),
      );
    },
    async entity(
      name: string,
      kind: EntityKind,
      nativeId: string,
      facts: Span & { parent?: string; shown: string; email?: string; arn?: string; status?: string; attrs?: object },
    ) {
      await this.named(name, kind, nativeId);
      const { from = 1, to = null, parent, shown, email = null, arn = null, status = null, attrs = {} } = facts;
      await database.pool.query(
        `insert into entity_version (entity_id, kind, from_seq, to_seq, parent_id, name, email, arn, status, attrs)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`,
        [
          id(name),
          entityKinds[kind],
          from,
          to,
          parent ? id(parent) : null,
          shown,
          email,
          arn,
          status,
          JSON.stringify(attrs),
        ],
      );
      await changed(from, 'appeared', id(name), null, null);
      if (to !== null) await changed(to, 'vanished', id(name), null, null);
    },
    async grant(
      kind: EntitlementKind,
      principal: string,
      target: string,
      facts: Span & { set?: string; awsAccount?: string; role?: string; qualifier?: string } = {},
    ) {
      const { from = 1, to = null, set, awsAccount, role, qualifier = '' } = facts;
      const entitlement = await insert(
        `insert into entitlement (kind, target_id, ps_id, account_id, role_id) values ($1, $2, $3, $4, $5)
         on conflict (kind, target_id, ps_id) do update set role_id = coalesce(entitlement.role_id, excluded.role_id)
         returning id`,
        [
          entitlementKinds[kind],
          id(target),
          set ? id(set) : null,
          awsAccount ? id(awsAccount) : null,
          role ? id(role) : null,
        ],
      );
      await database.pool.query(
        `insert into grant_fact (kind, entitlement_id, principal_id, qualifier, from_seq, to_seq) values ($1, $2, $3, $4, $5, $6)`,
        [entitlementKinds[kind], entitlement, id(principal), qualifier, from, to],
      );
      await changed(from, 'granted', null, entitlement, id(principal));
      if (to !== null) await changed(to, 'removed', null, entitlement, id(principal));
    },
    async reach(
      source: string,
      target: string,
      before: string,
      depth: number,
      { from = 1, to = null, qualifier = '' }: { from?: number; to?: number | null; qualifier?: string } = {},
    ) {
      await database.pool.query(
        'insert into role_reach (src_id, dst_id, prev_id, depth, qualifier, from_seq, to_seq) values ($1, $2, $3, $4, $5, $6, $7)',
        [id(source), id(target), id(before), depth, qualifier, from, to],
      );
    },
    async gap(
      connectorId: string,
      kind: ScopeKind,
      a: string,
      facts: Span & { b?: string; failedAt: string; action: string; message: string },
    ) {
      const scope = await insert(
        'insert into scope (connector_id, kind, a_id, b_id) values ($1, $2, $3, $4) returning id',
        [connectorId, kind, id(a), facts.b ? id(facts.b) : null],
      );
      await database.pool.query(
        `insert into scope_gap (scope_id, from_seq, to_seq, failed_at, reason, action, message) values ($1, $2, $3, $4, 'denied', $5, $6)`,
        [scope, facts.from ?? 1, facts.to ?? null, facts.failedAt, facts.action, facts.message],
      );
    },
    async link(name: string, personId: string, method = 'primary-email') {
      await database.pool.query(
        `insert into identity_link (identity_id, person_id, method, evidence, linked_at) values ($1, $2, $3, '', '2026-01-10T10:00:01Z')`,
        [id(name), personId, method],
      );
    },
  };
};
export type WorldBuilder = ReturnType<typeof createWorldBuilder>;
