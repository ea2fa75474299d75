import type { Viewer } from '../security/model/viewer.ts';
import type { PersonId } from '../shared/ids.ts';
import type { Page, PageRequest } from '../shared/page.ts';
import type { Instant } from '../shared/ports.ts';
import type { LeaseStatus } from './model/lease.ts';
import type { ManualInstructions } from './model/manual-instructions.ts';
import type { Change } from './model/reconcile-plan.ts';
import type { LeaseId, ManualTaskId } from './provisioning-ports.ts';
import type { LeaseOfRequest } from './requests/views.ts';

export type LeaseView = LeaseOfRequest;
export interface LeaseQuery extends PageRequest {
  isMine?: boolean | undefined;
  status?: LeaseStatus | undefined;
  /** Scheduled, running or ending. */
  isOpen?: boolean | undefined;
}
/**
 * Leases as far as a viewer may see them (SEC-2): own, those of reports, those of connectors and applications one owns;
 * all for who sees everything. Also in totals.
 */
export interface LeaseViews {
  list(viewer: Viewer, query: LeaseQuery): Promise<Page<LeaseView>>;
  /** Null for what is not there and what the viewer may not see alike. */
  get(viewer: Viewer, id: LeaseId): Promise<LeaseView | null>;
}

export interface ManualTaskView {
  id: ManualTaskId;
  title: string;
  change: Change;
  /** Why by hand: provisioning is off, the IAM group is in an AWS account that is only read (CON-11), or it is not in AWS. */
  reason: 'provisioning-off' | 'other-aws-account' | 'identity-provider';
  instructions: ManualInstructions;
  status: 'open' | 'done' | 'cancelled';
  createdAt: Instant;
  doneBy: { id: PersonId; name: string } | null;
  doneAt: Instant | null;
  /** When a reading of AWS, or an upload of the identity provider's groups, showed it. */
  verifiedAt: Instant | null;
}
/** Tasks of connectors and applications that the viewer owns; all for who sees everything. */
export interface ManualTaskViews {
  list(
    viewer: Viewer,
    query: PageRequest & { status?: ManualTaskView['status'] | undefined },
  ): Promise<Page<ManualTaskView>>;
  get(viewer: Viewer, id: ManualTaskId): Promise<ManualTaskView | null>;
}
