import type { Generated } from 'kysely';
import type { ApiTokenId, ApplicationId, ConnectorId, PersonId, RunId } from '../../../core/shared/ids.ts';
import type { Instant } from '../../../core/shared/ports.ts';
import type { InventoryTables, Json, NullableJson } from './inventory-tables.ts';

/** The columns of migrations/*.sql as Kysely sees them. Inserts of jsonb take text: `JSON.stringify(value)`. */
export interface Tables extends InventoryTables {
  person: {
    id: PersonId;
    name: string;
    email: string | null;
    title: string | null;
    department: string | null;
    manager_id: PersonId | null;
    status: Generated<'active' | 'inactive'>;
    source: 'demo' | 'identity-center' | 'csv' | 'scim' | 'manual' | 'first-run' | 'oidc';
    created_at: Instant;
    updated_at: Instant;
  };
  role_grant: { person_id: PersonId; role: string; granted_at: Instant; granted_by: PersonId | null };
  session: {
    digest: Uint8Array;
    person_id: PersonId;
    created_at: Instant;
    last_seen_at: Instant;
    expires_at: Instant;
  };
  api_token: {
    id: ApiTokenId;
    digest: Uint8Array;
    person_id: PersonId;
    name: string;
    created_at: Instant;
    expires_at: Instant;
    last_used_at: Instant | null;
    revoked_at: Instant | null;
  };
  local_credential: {
    person_id: PersonId;
    password_hash: string;
    failed_attempts: Generated<number>;
    locked_until: Instant | null;
  };
  first_run_token: { digest: Uint8Array; created_at: Instant; expires_at: Instant; used_at: Instant | null };
  audit_entry: {
    id: Generated<number>;
    at: Instant;
    actor_kind: 'person' | 'system';
    actor_person_id: PersonId | null;
    action: string;
    object_kind: string;
    object_id: string;
    detail: Json;
    request_id: string | null;
    transaction_id: Generated<string>;
  };
  application: {
    id: ApplicationId;
    name: string;
    discovered_from: string | null;
    created_at: Instant;
    created_by: PersonId | null;
  };
  application_owner: { application_id: ApplicationId; person_id: PersonId };
  connector: ConnectorTable;
  connector_owner: { connector_id: ConnectorId; person_id: PersonId };
  coverage: {
    family: 'iam' | 'organizations' | 'identity-center';
    native_id: string;
    connector_id: ConnectorId;
    is_released: Generated<boolean>;
  };
  identity_link: {
    id: Generated<number>;
    identity_id: number;
    person_id: PersonId;
    method: 'admin' | 'external-id' | 'user-name' | 'primary-email' | 'email-tag';
    evidence: string;
    linked_at: Instant;
    ended_at: Instant | null;
  };
  clock_offset: { is_only: Generated<boolean>; offset_ms: Generated<number> };
  run_log: {
    run_id: RunId;
    n: Generated<number>;
    at: Instant;
    level: 'read' | 'retry' | 'gap' | 'error' | 'done';
    message: string;
  };
}

export interface ConnectorTable {
  id: ConnectorId;
  application_id: ApplicationId;
  name: string;
  external_id: string;
  member_external_id: Generated<string>;
  member_role_name: string | null;
  scim_enabled: Generated<boolean>;
  scim_endpoint: string | null;
  role_arn: string | null;
  organizations_enabled: Generated<boolean>;
  identity_center_enabled: Generated<boolean>;
  identity_center_region: string | null;
  sync_interval_minutes: Generated<number>;
  is_paused: Generated<boolean>;
  status: Generated<'not-connected' | 'syncing' | 'connected' | 'error' | 'paused' | 'held'>;
  status_reason: NullableJson<StatusReason>;
  failures_in_a_row: Generated<number>;
  owners_told_at: Instant | null;
  sync_cron: string | null;
  sync_time_zone: string | null;
  hold_share_percent: Generated<number>;
  hold_minimum: Generated<number>;
  last_synced_at: Instant | null;
  next_sync_at: Instant | null;
  aws_partition: string | null;
  aws_account_id: string | null;
  management_aws_account_id: string | null;
  organization_id: string | null;
  identity_center_instance_arn: string | null;
  identity_store_id: string | null;
  checklist: NullableJson<unknown>;
  tested_at: Instant | null;
  created_by: PersonId;
  created_at: Instant;
  updated_at: Instant;
  version: Generated<number>;
  deleted_at: Instant | null;
}

/** Why a connector is in status Error or Held. */
export interface StatusReason {
  code: string;
  message: string;
  mend: string;
  awsError?: string;
}
