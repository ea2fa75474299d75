import type { StatusReason } from '../../../core/connectors/model/connector.ts';
import type { StatusReasonView, SyncRunView } from '../../../core/connectors/views.ts';
import type { ConnectorId } from '../../../core/shared/ids.ts';

export const runColumns = `r.id, r.number, r.status, r.trigger, r.started_at as "startedAt",
  r.finished_at as "finishedAt", r.calls, r.scopes_read as "scopesRead", r.scopes_failed as "scopesFailed",
  r.opened, r.closed, r.changed, r.failure, r.connector_id as "connectorId"`;

export interface SyncRunRow
  extends Pick<
    SyncRunView,
    | 'id'
    | 'number'
    | 'status'
    | 'trigger'
    | 'startedAt'
    | 'finishedAt'
    | 'scopesRead'
    | 'scopesFailed'
    | 'opened'
    | 'closed'
    | 'changed'
  > {
  calls: Record<string, { planned: number; actual: number; throttled: number }>;
  failure: StatusReason | null;
  connectorId: ConnectorId;
}

export const statusReasonView = (reason: StatusReason | null): StatusReasonView | null =>
  reason && { code: reason.code, message: reason.message, mend: reason.mend, awsError: reason.awsError ?? null };

export const syncRunView = (row: SyncRunRow): SyncRunView => {
  const { calls, failure, connectorId: _, ...run } = row;
  const sum = (part: 'planned' | 'actual' | 'throttled') =>
    Object.values(calls).reduce((total, each) => total + each[part], 0);
  return {
    ...run,
    callsPlanned: sum('planned'),
    callsMade: sum('actual'),
    callsThrottled: sum('throttled'),
    failure: statusReasonView(failure),
  };
};
