import { useDebouncedValue } from '@mantine/hooks';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { client } from '../../../api/client.ts';
import type { PolicyPreview } from '../../../api/types.ts';
import { formOf, type Missing, missingIn, type PolicyDraft } from './policy-draft.ts';

const quietMs = 300;

/** What the server makes of the form as it is filled in: the Cedar text, and what saving it would be refused for. */
export interface Preview {
  /** The text of this very draft, or of the one a moment ago; null while the form lacks something. */
  cedar: string | null;
  approvesByItself: boolean | null;
  /** Findings at their fields, as errors of the form. */
  errors: Missing;
  /** Those that no single field is to blame for. */
  findings: string[];
  error: unknown;
}

export function usePreview(draft: PolicyDraft, isEnabled: boolean): Preview {
  const body = JSON.stringify({ name: draft.name.trim() || 'New policy', form: formOf(draft) });
  const [settled] = useDebouncedValue(body, quietMs);
  const isComplete = isPreviewable(draft);
  const preview = useQuery({
    queryKey: ['/api/v1/policies/preview', settled],
    queryFn: ({ signal }) => client.post('/api/v1/policies/preview', { body: JSON.parse(settled), signal }),
    enabled: isEnabled && isComplete && settled === body,
    placeholderData: keepPreviousData,
    staleTime: quietMs,
    retry: false,
  });
  const shown = isComplete ? preview.data : undefined;
  // What was found in another draft is not said of this one.
  const found = shown && settled === body && !preview.isPlaceholderData ? shown.findings : [];
  return {
    cedar: shown?.cedar ?? null,
    approvesByItself: shown?.approvesByItself ?? null,
    errors: errorsOf(found, draft),
    findings: found.filter(({ field }) => field === null).map(({ message }) => message),
    error: isComplete ? preview.error : null,
  };
}

/** A name may come last, and that nobody is to approve is for the server to find. */
export function isPreviewable(draft: PolicyDraft): boolean {
  const { name: _, approval, ...missing } = missingIn(draft);
  return Object.keys(missing).length === 0 && (approval === undefined || draft.approval.length === 0);
}

type Finding = PolicyPreview['findings'][number];
export function errorsOf(findings: readonly Finding[], { whoKind }: Pick<PolicyDraft, 'whoKind'>): Missing {
  const errors: Missing = {};
  for (const { field, message } of findings) {
    if (field === null) continue;
    const at = field === 'who' ? (whoKind === 'group' ? 'group' : 'department') : field;
    errors[at] = errors[at] ? `${errors[at]} ${message}` : message;
  }
  return errors;
}
