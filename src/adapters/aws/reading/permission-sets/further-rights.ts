import type { ScopeFailure } from '../../../../core/inventory/model/scope.ts';
import { CallRefused } from '../../session/call-aws.ts';
import type { Instance } from '../identity-center-facts.ts';
import { failScope, type Reading } from '../reading.ts';
import { type FurtherDetail, furtherDetails } from './further-details.ts';

/** Which details of permission sets the role may ask for, as far as this run and the last day know. */
export interface FurtherRights {
  allows(detail: FurtherDetail): boolean;
  /** Plans, or with a negative number takes back, what is allowed of so many permission sets. */
  plan(sets: number): void;
  ask(detail: FurtherDetail, arn: string): Promise<{ value: unknown } | { failure: ScopeFailure }>;
  /** Is a right there that the last reading did not have? Then no permission set was read whole. */
  areMore(): boolean;
  /** What AWS refused within the last day is not asked, and named as not read. */
  reportRefused(): Promise<void>;
}

export function createFurtherRights(reading: Reading, instance: Instance): FurtherRights {
  const { sink, known } = reading;
  const refused = new Set(furtherDetails.filter(({ action }) => known.history?.deniedActions.includes(action)));
  /** Calls that are planned and not made yet. */
  const open = new Map<FurtherDetail, number>();
  const allowed = () => furtherDetails.filter((detail) => !refused.has(detail));
  const change = (detail: FurtherDetail, calls: number) => open.set(detail, (open.get(detail) ?? 0) + calls);
  const fail = ({ scope, title }: FurtherDetail, failure: ScopeFailure) =>
    failScope(sink, { kind: scope, a: instance.ref }, title, failure);

  async function refuse(detail: FurtherDetail, failure: ScopeFailure) {
    if (refused.has(detail)) return;
    refused.add(detail);
    sink.plan(detail.action, -(open.get(detail) ?? 0));
    await sink.denied(detail.action, failure.message);
    await fail(detail, failure);
  }
  return {
    allows: (detail) => !refused.has(detail),
    plan(sets) {
      for (const detail of allowed()) {
        change(detail, sets);
        sink.plan(detail.action, sets);
      }
    },
    async ask(detail, arn) {
      change(detail, -1);
      try {
        return { value: await sink.part(`${detail.action} of ${arn}`, () => detail.read(reading, instance, arn)) };
      } catch (error) {
        if (!(error instanceof CallRefused)) throw error;
        if (error.failure.reason === 'denied') await refuse(detail, error.failure);
        return { failure: error.failure };
      }
    },
    areMore: () => allowed().some(({ scope }) => known.history?.details?.missed.includes(scope)),
    async reportRefused() {
      for (const detail of refused) {
        const { action } = detail;
        const message = `AWS refused ${action} within the last 24 hours, so it was not asked again.`;
        await fail(detail, { reason: 'denied', action, message });
      }
    },
  };
}
