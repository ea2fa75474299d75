/** Whom a policy is for. `groupId` is `ent_…`, as everywhere in the API. */
export type Who =
  | { kind: 'everyone' }
  | { kind: 'group'; groupId: string }
  | { kind: 'department'; department: string };

export const approverKinds = ['manager', 'application-owner', 'named-people'] as const;
export type ApproverKind = (typeof approverKinds)[number];
/** One step of an approval, as a policy asks for it. */
export type Approver =
  | { kind: 'manager' }
  | { kind: 'application-owner' }
  | { kind: 'named-people'; personIds: readonly string[]; needed: number };

type Chosen = 'all' | readonly string[];
/** Permission sets by `ent_…`, AWS accounts by their 12 digits. */
interface OnAwsAccounts {
  permissionSets: Chosen;
  awsAccounts: Chosen;
}
/** The five shapes a policy can have (REQ-2). Each gives one Cedar policy; its text is generated, never typed. */
export type PolicyForm =
  | ({
      shape: 'permission-sets';
      who: Who;
      maxMinutes: number;
      approval: readonly Approver[];
    } & OnAwsAccounts)
  | { shape: 'groups'; who: Who; groupIds: Chosen; maxMinutes: number; approval: readonly Approver[] }
  | ({ shape: 'automatic'; who: Who; maxMinutes: number } & OnAwsAccounts)
  | ({ shape: 'forbid'; who: Who; because: string } & OnAwsAccounts)
  | ({ shape: 'extra-approval'; approval: readonly Approver[] } & OnAwsAccounts);

/** An automatic policy outranks those that ask somebody: otherwise the join of both would ask anyway. */
export const automaticPriority = 10;
export const longestAutomaticMinutes = 1440;

/** Whoever it is for gets what they ask for at once: the shape for that, or one saved before every other had to ask. */
export const approvesByItself = (form: PolicyForm): boolean =>
  form.shape === 'automatic' ||
  ((form.shape === 'permission-sets' || form.shape === 'groups') && form.approval.length === 0);

/** The Cedar text of a policy. The same form and name give the same text, byte for byte. */
export const cedarOf = (name: string, form: PolicyForm): string => {
  const head = [...annotationsOf(name, form), `${effectOf(form)} (`];
  const scope = [principalOf(form), `action == Action::"${actionOf(form)}"`, `resource is ${resourceOf(form)}`];
  const conditions = conditionsOf(form);
  const when = conditions.length === 0 ? '' : `\nwhen {\n${conditions.map((each) => `  ${each}`).join(' &&\n')}\n}`;
  return `${head.join('\n')}\n${scope.map((each) => `  ${each}`).join(',\n')}\n)${when};\n`;
};

const effectOf = ({ shape }: PolicyForm): string => (shape === 'forbid' ? 'forbid' : 'permit');
const actionOf = ({ shape }: PolicyForm): string => (shape === 'extra-approval' ? 'requireApproval' : 'request');
const resourceOf = ({ shape }: PolicyForm): string => (shape === 'groups' ? 'Membership' : 'Assignment');

const annotationsOf = (name: string, form: PolicyForm): string[] => {
  const annotations = [annotation('name', name)];
  if ('maxMinutes' in form) annotations.push(annotation('max_duration', String(form.maxMinutes)));
  if (form.shape === 'automatic')
    annotations.push(annotation('priority', String(automaticPriority)), annotation('approval', '[]'));
  if ('approval' in form) annotations.push(annotation('approval', JSON.stringify(form.approval.map(plainApprover))));
  if (form.shape === 'forbid') annotations.push(annotation('description', form.because));
  return annotations;
};
const annotation = (key: string, value: string): string => `@${key}(${quote(value)})`;
/** Only the known fields, in one order. */
const plainApprover = (approver: Approver): Approver =>
  approver.kind === 'named-people'
    ? { kind: approver.kind, personIds: approver.personIds, needed: approver.needed }
    : { kind: approver.kind };

const principalOf = (form: PolicyForm): string =>
  'who' in form && form.who.kind === 'group' ? `principal in Group::${quote(form.who.groupId)}` : 'principal';

const conditionsOf = (form: PolicyForm): string[] => {
  const conditions: string[] = [];
  if ('who' in form && form.who.kind === 'department')
    conditions.push(`principal.department == ${quote(form.who.department)}`);
  if (form.shape === 'groups') conditions.push(...inOneOf('Group', form.groupIds));
  else conditions.push(...inOneOf('PermissionSet', form.permissionSets), ...inOneOf('AwsAccount', form.awsAccounts));
  if ('maxMinutes' in form) conditions.push(`context.durationMinutes <= ${form.maxMinutes}`);
  return conditions;
};
const inOneOf = (type: string, chosen: Chosen): string[] =>
  chosen === 'all' ? [] : [`resource in [${chosen.map((id) => `${type}::${quote(id)}`).join(', ')}]`];

/**
 * A Cedar string literal that means exactly this text: whatever is not plain printable ASCII is written by its number,
 * so that no text can end the literal or change what follows it.
 */
export const quote = (text: string): string => {
  const escaped = [...text].map((character) => {
    const code = character.codePointAt(0) ?? 0;
    const isPlain = code >= 0x20 && code <= 0x7e && character !== '"' && character !== '\\';
    return isPlain ? character : `\\u{${code.toString(16)}}`;
  });
  return `"${escaped.join('')}"`;
};

/** PostgreSQL stores no NUL, and half a surrogate pair is no character in Cedar: such a text could not be kept. */
export const isStorableText = (text: string): boolean =>
  !text.includes('\0') && ![...text].some((character) => /^[\ud800-\udfff]$/.test(character));
