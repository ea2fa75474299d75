import { setTimeout as sleep } from 'node:timers/promises';
import { GenerateCredentialReportCommand, GetCredentialReportCommand } from '@aws-sdk/client-iam';
import type { ScopeFailure } from '../../../../core/inventory/model/scope.ts';
import { CallRefused } from '../../session/call-aws.ts';
import { unlessAborted } from '../../session/unless-aborted.ts';
import { askOptional } from '../optional-action.ts';
import { count, failScope, type Reading } from '../reading.ts';
import { readReport } from './credential-report.ts';

const title = 'Credential report';
/** AWS names no time; ours ends after a good two minutes, and the next sync finds the report ready. */
const longestWaits = 8;

/**
 * Passwords, access keys and MFA of all IAM users and of the root user, in two to four calls. AWS makes a new report at
 * most every four hours and gives the same one until then.
 */
export const readCredentialReport = async (reading: Reading): Promise<void> =>
  fetchCredentialReport(reading, await beginCredentialReport(reading));

/** What became of having one made. */
export interface BegunReport {
  isReady: boolean;
  notMade: ScopeFailure | null;
  begunAtMs: number;
}

/** Has AWS make a report; whoever has other things to read meanwhile fetches it later, without having waited. */
export async function beginCredentialReport(reading: Reading): Promise<BegunReport> {
  let isReady = false;
  const notMade = await askOptional(reading, 'iam:GenerateCredentialReport', async () => {
    isReady = await generate(reading);
  });
  return { isReady, notMade, begunAtMs: Date.now() };
}

/** `waits`: how many of the pauses it lets pass before it asks at all; more of them, fewer calls that come too early. */
export async function fetchCredentialReport(reading: Reading, begun: BegunReport, waits = 1): Promise<void> {
  const { own, sink } = reading;
  const { isReady, notMade } = begun;
  const scope = { kind: 'credential-report', a: own } as const;
  let content: Uint8Array | undefined;
  const notRead = await askOptional(reading, 'iam:GetCredentialReport', async () => {
    // Without the right to have one made, there may be one that somebody else had made.
    content = await get(reading, isReady || notMade !== null ? 0 : waits, begun.begunAtMs);
  });
  // Why there is none to get weighs more than that there is none.
  const failure = notRead && notMade && notRead.reason !== 'denied' ? notMade : notRead;
  if (failure) return failScope(sink, scope, title, failure);
  const uses = readReport(new TextDecoder().decode(content), own);
  if (!uses) return failScope(sink, scope, title, { reason: 'invalid', message: 'AWS sent no credential report.' });
  await sink.complete(scope, { uses });
  await sink.log('read', `${title} · ${count(uses.length, 'user')}, the root user among them`);
}

async function generate({ call, clients }: Reading): Promise<boolean> {
  const { State } = await call('iam:GenerateCredentialReport', (abortSignal) =>
    clients.iam.send(new GenerateCredentialReportCommand({}), { abortSignal }),
  );
  return State === 'COMPLETE';
}

/** Waits before the first try too, when the report was only just begun: a call too early is a call for nothing. */
async function get(reading: Reading, firstWaits: number, begunAtMs: number): Promise<Uint8Array | undefined> {
  for (let waits = firstWaits; ; waits++) {
    await pause(reading, waits, begunAtMs);
    try {
      const { Content } = await reading.call('iam:GetCredentialReport', (abortSignal) =>
        reading.clients.iam.send(new GetCredentialReportCommand({}), { abortSignal }),
      );
      return Content;
    } catch (error) {
      if (!isNotReady(error) || firstWaits === 0 || waits >= longestWaits)
        throw error instanceof CallRefused ? inWords(error) : error;
    }
  }
}

/**
 * A report takes a second or a few, and nothing else keeps a small sync waiting: 1 s, 2 s, 4 s and so on to 32 s each,
 * counted from when it was begun.
 */
async function pause({ backOffMs, signal }: Reading, waits: number, begunAtMs: number): Promise<void> {
  const sinceBegun = Array.from({ length: waits }, (_, n) => backOffMs * 2 * 2 ** Math.min(n, 5));
  const dueInMs = begunAtMs + sinceBegun.reduce((sum, each) => sum + each, 0) - Date.now();
  if (dueInMs > 0) await unlessAborted(signal, sleep(dueInMs, undefined, { signal }));
}

const isNotReady = (error: unknown) =>
  error instanceof CallRefused && error.error.code === 'CredentialReportNotReadyException';

const reasons: Record<string, string> = {
  CredentialReportNotReadyException: 'AWS was still making the report. The next sync reads it.',
  CredentialReportNotPresentException: 'There is no report to read.',
  CredentialReportExpiredException: 'The last report is more than four hours old.',
};

/** AWS gives these refusals no message. */
function inWords({ error, failure }: CallRefused): CallRefused {
  const message = reasons[error.code];
  if (!message) return new CallRefused(error, failure);
  const worded: ScopeFailure = { reason: 'unavailable', message };
  return new CallRefused({ ...error, message }, worded);
}
