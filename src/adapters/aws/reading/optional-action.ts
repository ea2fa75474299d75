import type { ScopeFailure } from '../../../core/inventory/model/scope.ts';
import { CallRefused } from '../session/call-aws.ts';
import type { Reading } from './reading.ts';

/**
 * Does what an action beyond the minimum is good for, unless AWS refused that action to this connector in the last 24
 * hours: asking at each sync would spend a call on the same answer. Returns why it could not be done, else null.
 */
export async function askOptional(
  { known, sink, refusalKey = (each) => each }: Reading,
  action: string,
  ask: () => Promise<void>,
): Promise<ScopeFailure | null> {
  if (known.history?.deniedActions.includes(refusalKey(action))) {
    const message = `AWS refused ${action} within the last 24 hours, so it was not asked again.`;
    return { reason: 'denied', action, message };
  }
  sink.plan(action, 1);
  try {
    await ask();
    return null;
  } catch (error) {
    if (!(error instanceof CallRefused)) throw error;
    const { failure } = error;
    if (failure.reason === 'denied' && failure.action === action)
      await sink.denied(refusalKey(action), failure.message);
    return failure;
  }
}
