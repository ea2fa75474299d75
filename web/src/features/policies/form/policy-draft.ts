import type { Policy, PolicyForm } from '../../../api/types.ts';
import type { Approver, Shape } from '../policy-words.ts';

/** The form as it is filled in: what one shape does not use is kept, so that switching back loses nothing. */
export interface PolicyDraft {
  name: string;
  isEnabled: boolean;
  shape: Shape;
  whoKind: 'everyone' | 'group' | 'department';
  whoGroupIds: string[];
  department: string;
  areAllSets: boolean;
  permissionSetIds: string[];
  areAllAccounts: boolean;
  awsAccountIds: string[];
  areAllGroups: boolean;
  groupIds: string[];
  maxMinutes: number;
  approval: Approver[];
  because: string;
}

export const longestAutomaticMinutes = 1440;
export const emptyDraft: PolicyDraft = {
  name: '',
  isEnabled: true,
  shape: 'permission-sets',
  whoKind: 'everyone',
  whoGroupIds: [],
  department: '',
  areAllSets: false,
  permissionSetIds: [],
  areAllAccounts: false,
  awsAccountIds: [],
  areAllGroups: false,
  groupIds: [],
  maxMinutes: 240,
  approval: [{ kind: 'manager' }],
  because: '',
};

export const uses = {
  who: (shape: Shape) => shape !== 'extra-approval',
  sets: (shape: Shape) => shape !== 'groups',
  duration: (shape: Shape) => shape !== 'forbid' && shape !== 'extra-approval',
  approval: (shape: Shape) => shape === 'permission-sets' || shape === 'groups' || shape === 'extra-approval',
};

export function draftOf({ name, isEnabled, form }: Policy): PolicyDraft {
  const draft: PolicyDraft = { ...emptyDraft, name, isEnabled, shape: form.shape };
  if ('who' in form) {
    draft.whoKind = form.who.kind;
    if (form.who.kind === 'group') draft.whoGroupIds = [form.who.groupId];
    if (form.who.kind === 'department') draft.department = form.who.department;
  }
  if ('permissionSets' in form) {
    [draft.areAllSets, draft.permissionSetIds] = taken(form.permissionSets);
    [draft.areAllAccounts, draft.awsAccountIds] = taken(form.awsAccounts);
  }
  if ('groupIds' in form) [draft.areAllGroups, draft.groupIds] = taken(form.groupIds);
  if ('maxMinutes' in form) draft.maxMinutes = form.maxMinutes;
  if ('approval' in form) draft.approval = form.approval;
  if ('because' in form) draft.because = form.because;
  return draft;
}
const taken = (chosen: 'all' | string[]): [boolean, string[]] => (chosen === 'all' ? [true, []] : [false, chosen]);

export function formOf(draft: PolicyDraft): PolicyForm {
  const on = {
    permissionSets: draft.areAllSets ? ('all' as const) : draft.permissionSetIds,
    awsAccounts: draft.areAllAccounts ? ('all' as const) : draft.awsAccountIds,
  };
  const who = whoOf(draft);
  const { shape, maxMinutes, approval } = draft;
  switch (shape) {
    case 'groups':
      return { shape, who, groupIds: draft.areAllGroups ? 'all' : draft.groupIds, maxMinutes, approval };
    case 'permission-sets':
      return { shape, who, ...on, maxMinutes, approval };
    case 'automatic':
      return { shape, who, ...on, maxMinutes: Math.min(maxMinutes, longestAutomaticMinutes) };
    case 'forbid':
      return { shape, who, ...on, because: draft.because.trim() };
    case 'extra-approval':
      return { shape, ...on, approval };
  }
}
const whoOf = ({ whoKind, whoGroupIds, department }: PolicyDraft) => {
  if (whoKind === 'everyone') return { kind: whoKind };
  return whoKind === 'group'
    ? { kind: whoKind, groupId: whoGroupIds[0] ?? '' }
    : { kind: whoKind, department: department.trim() };
};

export type Missing = Partial<
  Record<
    | 'name'
    | 'group'
    | 'department'
    | 'permissionSets'
    | 'awsAccounts'
    | 'groupIds'
    | 'maxMinutes'
    | 'approval'
    | 'because',
    string
  >
>;
/** What every part of the form is given. */
export interface FieldsProps {
  draft: PolicyDraft;
  onChange: (change: Partial<PolicyDraft>) => void;
  errors: Missing;
}

/** What the form still lacks, by field; everything else is the server's to judge. */
export function missingIn(draft: PolicyDraft): Missing {
  const missing: Missing = {};
  const { shape } = draft;
  if (!draft.name.trim()) missing.name = 'Give it a name; requests show it.';
  if (uses.who(shape) && draft.whoKind === 'group' && draft.whoGroupIds.length === 0) missing.group = 'Choose a group.';
  if (uses.who(shape) && draft.whoKind === 'department' && !draft.department.trim())
    missing.department = 'Name the department.';
  if (uses.sets(shape)) {
    if (!draft.areAllSets && draft.permissionSetIds.length === 0)
      missing.permissionSets = 'Choose at least one permission set.';
    if (!draft.areAllAccounts && draft.awsAccountIds.length === 0)
      missing.awsAccounts = 'Choose at least one AWS account.';
  } else if (!draft.areAllGroups && draft.groupIds.length === 0) missing.groupIds = 'Choose at least one group.';
  const isNobody = ({ kind, ...step }: Approver) =>
    kind === 'named-people' && 'personIds' in step && step.personIds.length === 0;
  if (uses.approval(shape) && draft.approval.length === 0)
    missing.approval = 'Add a step: only an automatic policy asks nobody.';
  if (uses.approval(shape) && draft.approval.some(isNobody)) missing.approval = 'Name at least one person.';
  if (shape === 'forbid' && draft.because.trim().length < 3) missing.because = 'Say why: whoever asks reads it.';
  return missing;
}
