import type { Check, Checklist, Connector, ConnectorSettings } from '../../../../api/types.ts';

export type StepState = 'done' | 'attention' | 'open';
interface StepStates {
  role: StepState;
  roleNote: string | null;
  policy: StepState;
  policyNote: string | null;
  settings: StepState;
  settingsNote: string | null;
  save: StepState;
  saveNote: string;
}

/** Tried and refused: an action of the minimum that is missing, or a check that fails. */
const isWanting = (check: Check) =>
  !check.isOptional && (check.outcome === 'fail' || (check.outcome === 'not-granted' && check.action !== null));

/** Tried in an AWS account that is not the connector's own. */
export const isOfOtherAwsAccount = ({ group }: Check): boolean => group === 'Other AWS accounts';
/** Tried with the SCIM token of the settings, which no policy mends. */
const isOfScim = ({ group }: Check): boolean => group === 'SCIM';

/** What the last test says about each step. Nothing counts as done that was not seen working. */
export function stepStates(connector: Connector, values: ConnectorSettings, checklist: Checklist | null): StepStates {
  const trust = checklist?.checks.filter((check) => check.group === 'Trust') ?? [];
  const wanting = checklist?.checks.filter((check) => check.group !== 'Trust' && isWanting(check)) ?? [];
  const failed = wanting.filter((check) => !isOfOtherAwsAccount(check) && !isOfScim(check));
  const isTokenRefused = values.scimEnabled === true && wanting.some(isOfScim);
  const isTrusted = checklist?.isReachable ?? false;
  const isTrustBroken = checklist !== null && (!isTrusted || trust.some((check) => check.outcome === 'fail'));
  const isSaved = connector.status !== 'not-connected';
  return {
    role: isTrustBroken ? 'attention' : isTrusted ? 'done' : 'open',
    roleNote: isTrustBroken ? 'The role cannot be assumed as it should' : isTrusted ? 'Role seen' : null,
    policy: !isTrusted ? 'open' : failed.length > 0 ? 'attention' : 'done',
    policyNote: isTrusted && failed.length > 0 ? missingWords(failed) : null,
    settings: values.roleArn.trim() === '' ? 'open' : isTokenRefused ? 'attention' : 'done',
    settingsNote: isTokenRefused ? 'The SCIM token does not work' : null,
    save: isSaved ? 'done' : 'open',
    saveNote: saveWords(isSaved, isTrusted, checklist, wanting.length),
  };
}

function missingWords(wanting: Check[]): string {
  const actions = wanting.filter((check) => check.action !== null).length;
  if (actions === wanting.length) return `${actions} ${actions === 1 ? 'action' : 'actions'} missing`;
  return `${wanting.length} ${wanting.length === 1 ? 'check fails' : 'checks fail'}`;
}

function saveWords(isSaved: boolean, isTrusted: boolean, checklist: Checklist | null, failed: number): string {
  if (checklist && !isTrusted) return 'You may save: the connector then says why it cannot read, and tries again.';
  if (failed > 0) return 'You may save now: only what the checklist names stays unread.';
  if (isSaved) return 'Saved. Saving again tests the connection and starts a sync.';
  return 'Test when the role is there. Save tests once more, then starts the first sync.';
}

interface MemberReach {
  read: number | null;
  outOfReach: number;
}
/**
 * The roles in the other AWS accounts: done once a sync has read IAM there. Those out of reach may be suspended, so that
 * only what the last test saw refused asks for attention.
 */
export function memberStepState(
  connector: Pick<Connector, 'memberRoleName'>,
  checklist: Checklist | null,
  reach: MemberReach | undefined,
): { state: StepState; note: string | null } {
  if (connector.memberRoleName === null) return { state: 'open', note: null };
  const wanting = checklist?.checks.filter((check) => isOfOtherAwsAccount(check) && isWanting(check)) ?? [];
  if (wanting.length > 0) return { state: 'attention', note: missingWords(wanting) };
  if (!reach || reach.read === null) return { state: 'open', note: null };
  const { read, outOfReach } = reach;
  const numbers = `${read.toLocaleString('en')} read${outOfReach > 0 ? `, ${outOfReach.toLocaleString('en')} out of reach` : ''}`;
  return { state: read > 0 ? 'done' : 'attention', note: numbers };
}
