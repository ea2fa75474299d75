import { counted } from '../../../../ui/text/words.ts';

const words: Record<string, [one: string, many: string]> = {
  organization: ['organization', 'organizations'],
  'aws-account': ['AWS account', 'AWS accounts'],
  'identity-center-instance': ['Identity Center instance', 'Identity Center instances'],
  'identity-center-user': ['Identity Center user', 'Identity Center users'],
  'identity-center-group': ['Identity Center group', 'Identity Center groups'],
  'permission-set': ['permission set', 'permission sets'],
  'iam-user': ['IAM user', 'IAM users'],
  'iam-group': ['IAM group', 'IAM groups'],
  'iam-role': ['IAM role', 'IAM roles'],
  'aws-account-alias': ['account alias', 'account aliases'],
  'iam-policy': ['IAM policy', 'IAM policies'],
  'iam-inline-policy': ['inline policy', 'inline policies'],
  'iam-attributes': ['set of IAM attributes', 'sets of IAM attributes'],
  'group-member': ['membership', 'memberships'],
  'permission-set-assignment': ['assignment', 'assignments'],
  'assume-role': ['trust of a role', 'trusts of roles'],
  'attached-policy': ['attached policy', 'attached policies'],
};

/** "12 IAM users"; a kind that this page does not know yet, by its own name. */
export const kindCount = (kind: string, count: number): string => {
  const [one, many] = words[kind] ?? [kind, kind];
  return counted(count, one, many);
};
export const kindWord = (kind: string): string => words[kind]?.[0] ?? kind;
