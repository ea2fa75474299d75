import type { CampaignDraft, PersonLink } from '../../../api/types.ts';

/** The form as it is typed; `fallback` carries the name that the preview speaks of. */
export interface FormState {
  name: string;
  description: string;
  isAll: boolean;
  awsAccountIds: string[];
  includesGroups: boolean;
  reviewerRule: CampaignDraft['reviewerRule'];
  fallback: PersonLink | null;
  silence: CampaignDraft['silence'];
  /** As a `datetime-local` field has it: in the viewer's zone, without one. */
  due: string;
}

const twoWeeksMs = 14 * 86_400_000;
const two = (value: number) => String(value).padStart(2, '0');
/** In two weeks at 18:00 of the viewer: late enough to decide, soon enough to matter. */
const usualDue = (): string => {
  const at = new Date(Date.now() + twoWeeksMs);
  return `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())}T18:00`;
};

export const emptyForm = (me: PersonLink): FormState => ({
  name: '',
  description: '',
  isAll: true,
  awsAccountIds: [],
  includesGroups: true,
  reviewerRule: 'manager',
  fallback: me,
  silence: 'escalate',
  due: usualDue(),
});

export const scopeOf = (form: FormState): CampaignDraft['scope'] | null => {
  if (form.isAll) return { awsAccountIds: 'all', includesGroups: form.includesGroups };
  if (form.awsAccountIds.length === 0) return null;
  return { awsAccountIds: form.awsAccountIds, includesGroups: form.includesGroups };
};

/** What the form still lacks, by field: the server would refuse it with less to go by. */
export const missingIn = (form: FormState): Partial<Record<'name' | 'awsAccountIds' | 'fallback' | 'due', string>> => ({
  ...(form.name.trim() ? {} : { name: 'Give it a name that reviewers recognise.' }),
  ...(scopeOf(form) ? {} : { awsAccountIds: 'Choose at least one AWS account.' }),
  ...(form.fallback ? {} : { fallback: 'Choose who reviews what nobody nearer can.' }),
  ...(Number.isNaN(new Date(form.due).getTime()) ? { due: 'Say until when.' } : {}),
});

export const draftOf = (form: FormState): CampaignDraft => ({
  name: form.name.trim(),
  description: form.description.trim(),
  scope: scopeOf(form) ?? { awsAccountIds: 'all' },
  reviewerRule: form.reviewerRule,
  fallbackReviewerId: form.fallback?.id ?? '',
  silence: form.silence,
  dueAt: new Date(form.due).toISOString(),
});
