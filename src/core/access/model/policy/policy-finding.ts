import type { LintFault } from './lint-policy.ts';
import type { PolicyForm } from './policy-form.ts';

export type PolicyField =
  | 'name'
  | 'who'
  | 'permissionSets'
  | 'awsAccounts'
  | 'groupIds'
  | 'maxMinutes'
  | 'approval'
  | 'because';
/** What is wrong with a policy, at the field of its form that is to blame; null: no single one is. */
export interface PolicyFinding {
  field: PolicyField | null;
  message: string;
}

/** The lints judge the text that Cedar reads; here each fault finds back to the field it came from. */
export const findingAt = (form: PolicyForm, { message, about }: LintFault): PolicyFinding => ({
  field: about === null ? null : fieldOf(form, about),
  message,
});

const fields: Record<string, PolicyField> = {
  '@name': 'name',
  '@description': 'because',
  '@approval': 'approval',
  '@max_duration': 'maxMinutes',
  PermissionSet: 'permissionSets',
  AwsAccount: 'awsAccounts',
};
const fieldOf = (form: PolicyForm, about: string): PolicyField | null => {
  if (about.startsWith('per_')) return 'approval';
  const [type = '', id = ''] = about.split('::');
  if (type !== 'Group') return fields[type] ?? null;
  return form.shape === 'groups' && form.groupIds !== 'all' && form.groupIds.includes(id) ? 'groupIds' : 'who';
};
