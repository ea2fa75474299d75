import type { RunDetail, SyncRun } from '../../../api/types.ts';
import type { Sign } from '../../../ui/status/status.tsx';

/** How a run ended, as icon and words. */
export function runResult(run: SyncRun): [Sign, string] {
  switch (run.status) {
    case 'reading':
      return ['working', 'Reading'];
    case 'held':
      return ['held', 'Held'];
    case 'confirmed':
      return ['working', 'Publishing'];
    case 'published':
      return run.scopesFailed > 0 ? ['stale', `Published, ${run.scopesFailed} stale`] : ['pass', 'Published'];
    case 'failed':
      return ['fail', 'Failed'];
    case 'abandoned':
      return ['fail', 'Worker killed'];
    case 'discarded':
      return ['off', 'Discarded'];
  }
}

export const triggerWords: Record<SyncRun['trigger'], string> = {
  first: 'first sync',
  schedule: 'on schedule',
  person: 'by hand',
  retry: 'tried again',
};

/** "96 of 96": read, of those that were tried. */
export const scopeWords = (run: SyncRun): string =>
  run.status === 'reading' ? `${run.scopesRead} so far` : `${run.scopesRead} of ${run.scopesRead + run.scopesFailed}`;

/** How far it got with the IAM of other AWS accounts; null: it tried none, or that was not kept. */
export const memberScopes = (scopes: RunDetail['scopes']) =>
  scopes?.find(({ kind }) => kind === 'iam-of-aws-account') ?? null;

/** "240 read, 3 not" */
export const memberWords = ({ read, failed }: { read: number; failed: number }): string =>
  `${read.toLocaleString('en')} read${failed > 0 ? `, ${failed.toLocaleString('en')} not` : ''}`;
