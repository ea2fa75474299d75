import type { PolicyForm } from '../../api/types.ts';
import { counted } from '../../ui/text/words.ts';

export type Shape = PolicyForm['shape'];
export type Who = Extract<PolicyForm, { shape: 'permission-sets' }>['who'];
export type Approver = Extract<PolicyForm, { shape: 'extra-approval' }>['approval'][number];

/** The five shapes, each by what it is for (REQ-2). */
export const shapes: { shape: Shape; label: string; means: string }[] = [
  { shape: 'permission-sets', label: 'Permission sets', means: 'may be asked for, with approval' },
  { shape: 'groups', label: 'Groups', means: 'memberships may be asked for, with approval' },
  { shape: 'automatic', label: 'Without approval', means: 'given at once, for a short time' },
  { shape: 'forbid', label: 'Forbid', means: 'may never be asked for; wins over every other policy' },
  { shape: 'extra-approval', label: 'More approval', means: 'asked for in addition, whatever other policies say' },
];
export const shapeWords = (shape: Shape): string => shapes.find((each) => each.shape === shape)?.label ?? shape;

/** "45 min", "1 h", "1 h 30 min", "3 days". */
export function minutesWords(minutes: number): string {
  if (minutes < 60) return `${minutes} min`;
  if (minutes % 1440 === 0) return counted(minutes / 1440, 'day', 'days');
  const rest = minutes % 60;
  return rest === 0 ? `${minutes / 60} h` : `${Math.floor(minutes / 60)} h ${rest} min`;
}

const whoWords = (who: Who): string => {
  if (who.kind === 'everyone') return 'Everyone';
  return who.kind === 'group' ? 'Members of one group' : `Everyone in ${who.department}`;
};
type Chosen = 'all' | string[];
const chosenWords = (chosen: Chosen, one: string, many: string): string =>
  chosen === 'all' ? `any ${one}` : counted(chosen.length, one, many);

const approverWords = (approver: Approver): string => {
  if (approver.kind === 'manager') return 'the manager';
  if (approver.kind === 'application-owner') return 'the owner of the application';
  return `${approver.needed ?? 1} of ${counted(approver.personIds.length, 'named person', 'named people')}`;
};
/** "the manager, then 1 of 3 named people"; no step at all is said as such. */
export const approvalWords = (approval: readonly Approver[]): string =>
  approval.length === 0 ? 'nobody has to approve' : approval.map(approverWords).join(', then ');

/** What the policy does, as one sentence. */
export function sentenceOf(form: PolicyForm): string {
  if (form.shape === 'groups') {
    const what = chosenWords(form.groupIds, 'group', 'groups');
    return `${whoWords(form.who)} may ask to join ${what} for up to ${minutesWords(form.maxMinutes)}`;
  }
  const what = `${chosenWords(form.permissionSets, 'permission set', 'permission sets')} on ${chosenWords(form.awsAccounts, 'AWS account', 'AWS accounts')}`;
  if (form.shape === 'extra-approval') return `Whoever asks for ${what} needs more approval`;
  if (form.shape === 'forbid') return `${whoWords(form.who)} may not ask for ${what}: ${form.because}`;
  const given = form.shape === 'automatic' ? 'is given' : 'may ask for';
  return `${whoWords(form.who)} ${given} ${what} for up to ${minutesWords(form.maxMinutes)}`;
}

/** What it means that nobody is asked. */
export const byItselfWords = (form: PolicyForm): string =>
  'maxMinutes' in form
    ? `Nobody is asked: whoever it is for gets it at once, for up to ${minutesWords(form.maxMinutes)}.`
    : 'Nobody is asked: whoever it is for gets it at once.';

/** Who has to approve, as the list shows it. */
export const approvalOf = (form: PolicyForm): string => {
  if (form.shape === 'forbid') return 'never given';
  return form.shape === 'automatic' ? 'nobody has to approve' : approvalWords(form.approval);
};
