import type { FederationRule, RulePreview } from '../../api/types.ts';
import type { Sign } from '../../ui/status/status.tsx';

type Outcome = RulePreview['items'][number]['status'];
/** What AWS's own trust says to a mapping: only the first gives access. */
export const outcomes: Record<Outcome, [Sign, string]> = {
  confirmed: ['pass', 'mapped and trusted'],
  'role-unknown': ['undecided', 'role not found'],
  'trust-refuses': ['fail', 'trust refuses'],
};

/** The pattern of the usual way of naming such groups; a start, to be changed. */
export const usualPattern = String.raw`^aws#(?<alias>[^#]+)#(?<role>[^#]+)#(?<accountid>\d{12})$`;

/** How a rule is called where only text fits. */
export const ruleWords = (rule: Pick<FederationRule, 'kind' | 'pattern' | 'group' | 'role'>): string =>
  rule.kind === 'pattern' ? (rule.pattern ?? '') : `${rule.group ?? 'a group'} → ${rule.role ?? 'a role'}`;
