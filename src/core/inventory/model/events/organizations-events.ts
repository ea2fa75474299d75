import { textAt } from './aws-event.ts';
import { type Explained, each, ignored, means, type Read } from './touched.ts';

/** Which AWS accounts there are, and what each is; it takes a call for twenty of them. */
const onAwsAccount =
  (op?: Explained['op']): Read =>
  ({ parameters, answer }) => {
    const id =
      textAt(parameters, 'accountId') ??
      textAt(answer, 'createAccountStatus', 'accountId') ??
      (/^\d{12}$/.test(textAt(parameters, 'resourceId') ?? '') ? textAt(parameters, 'resourceId') : null);
    return means({ what: 'aws-accounts' }, ...(id ? [{ op, entity: { kinds: ['aws-account'], id } as const }] : []));
  };
const onUnits: Read = () => means({ what: 'aws-accounts' });

/** https://docs.aws.amazon.com/organizations/latest/APIReference/API_Operations.html, those that write. */
export const organizationsEvents: Record<string, Read> = {
  // Finishes minutes later; CreateAccountResult says so.
  CreateAccount: onAwsAccount('appeared'),
  CreateGovCloudAccount: onAwsAccount('appeared'),
  CreateAccountResult: onUnits,
  MoveAccount: onAwsAccount(),
  CloseAccount: onAwsAccount(),
  CloseAccountResult: onUnits,
  RemoveAccountFromOrganization: onAwsAccount('vanished'),
  LeaveOrganization: onAwsAccount('vanished'),
  ...each(
    onUnits,
    'AcceptHandshake',
    'CreateOrganizationalUnit',
    'UpdateOrganizationalUnit',
    'DeleteOrganizationalUnit',
  ),
  ...each(onAwsAccount(), 'TagResource', 'UntagResource'),
  ...each(() => means({ what: 'everything' }), 'CreateOrganization', 'DeleteOrganization', 'EnableAllFeatures'),
  ...each(
    ignored,
    'InviteAccountToOrganization',
    'CancelHandshake',
    'DeclineHandshake',
    'CreatePolicy',
    'UpdatePolicy',
    'DeletePolicy',
    'AttachPolicy',
    'DetachPolicy',
    'EnablePolicyType',
    'DisablePolicyType',
    'EnableAWSServiceAccess',
    'DisableAWSServiceAccess',
    'RegisterDelegatedAdministrator',
    'DeregisterDelegatedAdministrator',
    'PutResourcePolicy',
    'DeleteResourcePolicy',
  ),
};
