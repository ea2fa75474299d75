import type { Viewer } from '../../security/model/viewer.ts';
import type { Page, PageRequest } from '../../shared/page.ts';
import type { Instant } from '../../shared/ports.ts';
import type { PathStep } from '../model/path-sentence.ts';
import type { AwsAccountRef, ListRequest, PersonRef } from './list.ts';

export interface AccessRowView {
  person: PersonRef | null;
  /** `id` is null where there is no page: an AWS service, a provider, "anyone in" an AWS account. */
  /** `status` is AWS's word: a disabled user holds access it cannot use now. */
  identity: { id: string | null; kind: string; name: string; status: string | null };
  entitlement: {
    /** `aws-account-user`: an IAM user in no group; what its own policies allow is not read. */
    kind: 'group-member' | 'permission-set-assignment' | 'assume-role' | 'aws-account-user';
    name: string;
    entityId: string | null;
    awsAccount: AwsAccountRef | null;
  };
  path: PathStep[];
  sentence: string;
  since: Instant;
  qualifier: { text: string; isUndecided: boolean } | null;
  isStale: boolean;
}
export interface GapView {
  what: string;
  scopeKind: string;
  reason: 'denied' | 'throttled' | 'unavailable' | 'not-attempted' | 'invalid' | 'no-longer-read';
  action: string | null;
  message: string;
  since: Instant;
  /** Null for viewers who may not see the connector. */
  connectorId: string | null;
}
export interface AccessPageView extends Page<AccessRowView> {
  subject: { kind: string; id: string; name: string };
  asOf: Instant | null;
  /** Of the whole answer, whatever `q` narrows the rows to. */
  peopleCount: number;
  otherIdentityCount: number;
  gaps: GapView[];
}
export interface AccessChangeView {
  at: Instant;
  op: 'granted' | 'removed' | 'changed' | 'appeared' | 'vanished';
  sentence: string;
  path: PathStep[];
  runNumber: number;
  cause: ChangeCauseView;
}
/** Who made a change (SYN-8): Countersign only where AWS confirmed a call of ours, and a later reading shows it. */
export type ChangeCauseView =
  | {
      by: 'countersign';
      words: string;
      leaseId: string | null;
      requestId: string | null;
      requestNumber: number | null;
      revocationId: string | null;
    }
  /** `event`: the call in CloudTrail's history that it is the work of; null where none fits. */
  | { by: 'outside'; words: string; event: CauseEventView | null }
  /** It may have been ours: the answer of AWS is not there yet, or was lost. */
  | { by: 'unknown'; words: string };
export interface CauseEventView {
  id: string;
  name: string;
  at: Instant;
  actor: string;
  sourceIp: string | null;
}

export type AccessRequest = Pick<ListRequest, 'limit' | 'cursor' | 'q' | 'asOf'> & {
  /** Also what AWS services may assume; left out otherwise, except where a single role is asked about. */
  includeServices?: boolean | undefined;
};
export interface ChangesRequest extends PageRequest {
  since?: Instant | undefined;
  entityId?: string | undefined;
  awsAccountId?: string | undefined;
  personId?: string | undefined;
  connectorId?: string | undefined;
  runId?: string | undefined;
  op?: AccessChangeView['op'] | undefined;
}
type Ask<Subject> = (viewer: Viewer, subject: Subject, request: AccessRequest) => Promise<AccessPageView>;

/**
 * Who holds what, each row with the path that gives it; several paths are several rows (ACC-1, ACC-3). All of it as
 * far as the viewer may see (SEC-2). Subjects that are not there or not visible: Refusal `not-found`. Names that fit
 * several things the viewer may see: Refusal `ambiguous-name`, the candidates in its facts.
 */
export interface AccessViews {
  /** By its 12 digits. */
  ofAwsAccount: Ask<string>;
  ofPerson: Ask<string>;
  ofIdentity: Ask<string>;
  /** Who is a member. */
  ofGroup: Ask<string>;
  /** What membership gives. */
  byGroup: Ask<string>;
  ofPermissionSet: Ask<string>;
  ofRole: Ask<string>;
  /** By id or name of an AWS account, role, group or permission set. */
  whoCan: Ask<string>;
  /** By id, e-mail or name of a person, or of an identity that is nobody's. */
  of: Ask<string>;
  why: Ask<{ person: string; target: string }>;
  changes(viewer: Viewer, request: ChangesRequest): Promise<Page<AccessChangeView>>;
}
