import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { from as copyFrom } from 'pg-copy-streams';
import type { EntityFact, GrantFact, UseFact } from '../../../core/inventory/model/fact.ts';
import { entitlementKinds, entityKinds } from '../../../core/inventory/model/kinds.ts';
import type { Scope, ScopeFailure } from '../../../core/inventory/model/scope.ts';
import { type MembershipIds, type Pair, RunLost } from '../../../core/inventory/ports.ts';
import type { RunId } from '../../../core/shared/ids.ts';
import { type Database, inTransaction } from '../database.ts';
import { keepMembershipHints } from './events/membership-hints.ts';
import { storable, storableText } from './storable-text.ts';

/** Rows of COPY's text format, ready to be sent. */
export interface StagedRows {
  entities: string[];
  grants: string[];
  uses: string[];
  scopes: string[];
  parts: string[];
  /** No rows of the run's: hints for looks to come, true whatever becomes of the run. */
  memberships: MembershipIds[];
}
/** Whose rows these are: the run, and the part of it that is being read; null: none (docs/decisions/0014). */
export interface StagedFor {
  runId: RunId;
  batch: number | null;
}

export const nothingStaged = (): StagedRows => ({
  entities: [],
  grants: [],
  uses: [],
  scopes: [],
  parts: [],
  memberships: [],
});
export const rowsIn = (rows: StagedRows): number =>
  rows.entities.length +
  rows.grants.length +
  rows.uses.length +
  rows.scopes.length +
  rows.parts.length +
  rows.memberships.length;

/**
 * Writes a batch in one transaction, completeness last. Throws RunLost when the run no longer reads, or is another
 * worker's by now.
 */
export async function stageRows(database: Database, runId: RunId, fence: number, rows: StagedRows): Promise<void> {
  await inTransaction(database, async (client) => {
    // Hints refer to the connector, and whoever replaces its settings locks it before its run: so does this.
    if (rows.memberships.length > 0)
      await client.query(
        'select from connector where id = (select connector_id from sync_run where id = $1) for key share',
        [runId],
      );
    // The share lock makes an abandoning wait, so that nothing is left in staging behind its back.
    const run = await client.query(
      `select from sync_run where id = $1 and status = 'reading' and resumptions = $2 for share`,
      [runId, fence],
    );
    if (run.rowCount === 0) throw new RunLost(`Sync run ${runId} no longer reads.`);
    await keepMembershipHints(client.query.bind(client), runId, rows.memberships);
    const copy = async (columns: string, lines: string[]) => {
      if (lines.length === 0) return;
      await pipeline(Readable.from([lines.join('')]), client.query(copyFrom(`copy ${columns} from stdin`)));
    };
    await copy(
      'stage_entity (run_id, kind, native_id, parent_kind, parent_native, name, email, arn, status, attrs, is_mention, unread, batch)',
      rows.entities,
    );
    await copy(
      'stage_grant (run_id, kind, target_kind, target_native, ps_native, account_native, principal_kind, principal_native, qualifier, batch)',
      rows.grants,
    );
    await copy(
      'stage_use (run_id, kind, native_id, arn, created_at, last_used_at, last_used_region, has_password, has_mfa, password_used_at, password_changed_at, access_keys, batch)',
      rows.uses,
    );
    await copy(
      'stage_scope (run_id, kind, a_kind, a_native, b_kind, b_native, is_complete, reason, action, message, batch)',
      rows.scopes,
    );
    await copy('stage_part (run_id, batch, key, result)', rows.parts);
  });
}

export const entityRow = ({ runId, batch }: StagedFor, fact: EntityFact): string =>
  row([
    runId,
    entityKinds[fact.kind],
    fact.nativeId,
    fact.parent && entityKinds[fact.parent.kind],
    fact.parent?.nativeId,
    fact.name,
    fact.email,
    fact.arn,
    fact.status,
    JSON.stringify(storable(fact.attrs ?? {})),
    fact.isMention === true,
    // Names of ours: nothing in them has to be quoted.
    fact.unread && `{${fact.unread.join(',')}}`,
    batch,
  ]);

export const grantRow = ({ runId, batch }: StagedFor, fact: GrantFact): string =>
  row([
    runId,
    entitlementKinds[fact.kind],
    entityKinds[fact.target.kind],
    fact.target.nativeId,
    fact.permissionSet?.nativeId,
    fact.awsAccount?.nativeId,
    entityKinds[fact.principal.kind],
    fact.principal.nativeId,
    fact.qualifier ?? '',
    batch,
  ]);

export const rowOfUse = ({ runId, batch }: StagedFor, { of, accessKeys = [], ...use }: UseFact): string =>
  row([
    runId,
    entityKinds[of.kind],
    'nativeId' in of ? of.nativeId : null,
    'arn' in of ? of.arn : null,
    'arn' in of ? of.createdAt : null,
    use.lastUsedAt,
    use.lastUsedRegion,
    use.hasPassword,
    use.hasMfa,
    use.passwordUsedAt,
    use.passwordChangedAt,
    JSON.stringify(storable(accessKeys)),
    batch,
  ]);

export const scopeRow = ({ runId, batch }: StagedFor, scope: Scope, failure?: ScopeFailure): string =>
  row([
    runId,
    scope.kind,
    entityKinds[scope.a.kind],
    scope.a.nativeId,
    scope.b && entityKinds[scope.b.kind],
    scope.b?.nativeId,
    failure === undefined,
    failure?.reason,
    failure?.action,
    failure?.message,
    batch,
  ]);

/** A pair that a listing named, beside the scopes: what is not in use any more is told from it (publish/grants/grants.ts). */
export const pairRow = ({ runId, batch }: StagedFor, { awsAccountId, permissionSetArn }: Pair): string =>
  row([
    runId,
    'provisioned-pair',
    entityKinds['aws-account'],
    awsAccountId,
    entityKinds['permission-set'],
    permissionSetArn,
    true,
    null,
    null,
    null,
    batch,
  ]);

/** A part is finished, and this is what its reading returned. */
export const partRow = (runId: RunId, batch: number, key: string, result: unknown): string =>
  row([runId, batch, key, JSON.stringify(storable(result ?? null))]);

const escapes: Record<string, string> = { '\\': '\\\\', '\t': '\\t', '\n': '\\n', '\r': '\\r' };
/** One line of https://www.postgresql.org/docs/15/sql-copy.html#id-1.9.3.55.9.2 (text format). */
function row(values: (string | number | boolean | null | undefined)[]): string {
  const cells = values.map((value) =>
    value === null || value === undefined
      ? '\\N'
      : storableText(String(value)).replace(/[\\\t\n\r]/g, (sign) => escapes[sign] ?? ''),
  );
  return `${cells.join('\t')}\n`;
}
