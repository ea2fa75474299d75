import type { ColumnType, Generated } from 'kysely';
import type { ConnectorId, PersonId, RunId } from '../../../core/shared/ids.ts';
import type { Instant } from '../../../core/shared/ports.ts';

/** jsonb: read as a value, written as text (`JSON.stringify(value)`), since pg would make an array a PostgreSQL array. */
export type Json<T = Record<string, unknown>> = ColumnType<T, string, string>;
export type NullableJson<T = Record<string, unknown>> = ColumnType<T | null, string | null | undefined, string | null>;

/** The tables that a publish writes and the views read; staging is reached by plain SQL only. */
export interface InventoryTables {
  sync_run: {
    id: RunId;
    number: Generated<number>;
    connector_id: ConnectorId;
    kind: Generated<'full' | 'targeted' | 'incremental' | 'deletion'>;
    trigger: 'first' | 'schedule' | 'person' | 'retry';
    started_by: PersonId | null;
    status: Generated<'reading' | 'held' | 'confirmed' | 'published' | 'failed' | 'abandoned' | 'discarded'>;
    started_at: Instant;
    heartbeat_at: Instant;
    finished_at: Instant | null;
    seq: number | null;
    published_at: Instant | null;
    calls: Json<Record<string, { planned: number; actual: number; throttled: number }>>;
    scopes_read: Generated<number>;
    scopes_failed: Generated<number>;
    opened: Generated<number>;
    closed: Generated<number>;
    changed: Generated<number>;
    failure: NullableJson<{ code: string; message: string; mend: string; awsError?: string }>;
    hold: NullableJson;
    connection_facts: NullableJson;
    held_after_seq: number | null;
    resumptions: Generated<number>;
  };
  entity_kind: { id: number; name: string };
  entity: { id: Generated<number>; kind: number; native_id: string };
  entity_version: {
    entity_id: number;
    kind: number;
    from_seq: number;
    to_seq: number | null;
    parent_id: number | null;
    name: string;
    email: string | null;
    arn: string | null;
    status: string | null;
    attrs: Json;
  };
  entitlement_kind: { id: number; name: string };
  entitlement: {
    id: Generated<number>;
    kind: number;
    target_id: number;
    ps_id: number | null;
    account_id: number | null;
    role_id: number | null;
  };
  grant_fact: {
    kind: number;
    entitlement_id: number;
    principal_id: number;
    qualifier: Generated<string>;
    from_seq: number;
    to_seq: number | null;
  };
  role_reach: {
    src_id: number;
    dst_id: number;
    prev_id: number;
    depth: number;
    qualifier: Generated<string>;
    from_seq: number;
    to_seq: number | null;
  };
  change: {
    seq: number;
    op: 'granted' | 'removed' | 'changed' | 'appeared' | 'vanished';
    entity_id: number | null;
    entitlement_id: number | null;
    principal_id: number | null;
  };
  scope: { id: Generated<number>; connector_id: ConnectorId; kind: string; a_id: number; b_id: number | null };
  scope_gap: {
    scope_id: number;
    from_seq: number;
    to_seq: number | null;
    failed_at: Instant;
    reason: 'denied' | 'throttled' | 'unavailable' | 'not-attempted' | 'invalid' | 'no-longer-read';
    action: string | null;
    message: string;
    implied_by: number | null;
  };
}
