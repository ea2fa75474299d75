import type { Instant } from '../../shared/ports.ts';
import type { Check, Checklist } from './checklist.ts';

type Nullable<T> = { [K in keyof T]-?: undefined extends T[K] ? Exclude<T[K], undefined> | null : T[K] };

export interface ChecklistView
  extends Pick<Checklist, 'isReachable' | 'place' | 'awsAccountId' | 'managementAwsAccountId'> {
  checks: (Nullable<Omit<Check, 'isOptional'>> & { isOptional: boolean })[];
  failure: { code: string; message: string; mend: string; awsError: string | null } | null;
  testedAt: Instant;
}

/** A checklist as the API shows it: what is not there is null, and what only the product needs is left out. */
export const checklistView = (checklist: Checklist & { testedAt: Instant }): ChecklistView => ({
  isReachable: checklist.isReachable,
  place: checklist.place,
  awsAccountId: checklist.awsAccountId,
  managementAwsAccountId: checklist.managementAwsAccountId,
  testedAt: checklist.testedAt,
  checks: checklist.checks.map((check) => ({
    id: check.id,
    group: check.group,
    label: check.label,
    outcome: check.outcome,
    detail: check.detail,
    action: check.action ?? null,
    isOptional: check.isOptional ?? false,
    awsError: check.awsError ?? null,
    lost: check.lost ?? null,
    mend: check.mend ?? null,
  })),
  failure: checklist.failure && {
    code: checklist.failure.code,
    message: checklist.failure.message,
    mend: checklist.failure.mend,
    awsError: checklist.failure.awsError ?? null,
  },
});
