import type { Change } from './reconcile-plan.ts';
import { awsRightOf, type RightFacts } from './right.ts';

export interface ManualInstructions {
  console: string[];
  /** Null where AWS can not do it. */
  awsCli: string | null;
}

/** What a person does in AWS's console, and the one command that does the same; every value is filled in. */
export function manualInstructions(facts: RightFacts, change: Change): ManualInstructions {
  const right = awsRightOf(facts);
  const { target, permissionSet, principal, awsAccountId, connector } = facts;
  const isGrant = change === 'grant';
  const region = connector.region ? ` --region ${connector.region}` : '';
  if (right?.kind === 'assignment')
    return {
      console: [
        `Sign in to the AWS account that administers IAM Identity Center${connector.region ? `, region ${connector.region}` : ''}.`,
        `Open IAM Identity Center > AWS accounts > ${target.name} (${target.nativeId}).`,
        isGrant
          ? `Choose "Assign users or groups", select ${kindOf(right.principalType)} ${principal.name}, then the permission set ${permissionSet?.name}, and submit.`
          : `Under "Assigned users and groups" select ${kindOf(right.principalType)} ${principal.name}, choose "Change permission sets", clear ${permissionSet?.name} and save; where it is the only one, choose "Remove access".`,
      ],
      awsCli: [
        `aws sso-admin ${isGrant ? 'create' : 'delete'}-account-assignment${region}`,
        `--instance-arn ${right.instanceArn} --target-type AWS_ACCOUNT --target-id ${right.awsAccountId}`,
        `--permission-set-arn ${right.permissionSetArn}`,
        `--principal-type ${right.principalType} --principal-id ${right.principalId}`,
      ].join(' \\\n  '),
    };
  if (right?.kind === 'identity-center-membership') {
    const store = `--identity-store-id ${right.identityStoreId}`;
    const member = `--group-id ${right.groupId} --member-id UserId=${right.userId}`;
    return {
      console: [
        `Open IAM Identity Center > Groups > ${target.name}${connector.region ? `, region ${connector.region}` : ''}.`,
        isGrant
          ? `Choose "Add users to group", select ${principal.name} and add.`
          : `Under "Users in this group" select ${principal.name} and choose "Remove users from group".`,
      ],
      awsCli: isGrant
        ? `aws identitystore create-group-membership${region} ${store} ${member}`
        : `aws identitystore delete-group-membership${region} ${store} --membership-id "$(aws identitystore get-group-membership-id${region} ${store} ${member} --query MembershipId --output text)"`,
    };
  }
  return {
    console: [
      `Sign in to AWS account ${awsAccountId} and open IAM > User groups > ${target.name}.`,
      isGrant
        ? `On the tab Users choose "Add users", select ${principal.name} and add.`
        : `On the tab Users select ${principal.name} and choose "Remove".`,
    ],
    awsCli: onlyOnGroup(
      { facts, region },
      `aws iam ${isGrant ? 'add-user-to-group' : 'remove-user-from-group'}${region} --group-name ${quoted(target.name)} --user-name ${quoted(principal.name)}`,
    ),
  };
}

/** Another AWS account may have a group and a user of the same names; AWS never gives the id of a group twice. */
const onlyOnGroup = (
  { facts: { target, awsAccountId }, region }: { facts: RightFacts; region: string },
  command: string,
) =>
  [
    `if [ "$(aws iam get-group${region} --group-name ${quoted(target.name)} --no-paginate --query Group.GroupId --output text)" = ${target.nativeId} ]; then`,
    `  ${command}`,
    'else',
    `  echo 'Nothing was changed: with these keys AWS shows no such group. It is in AWS account ${awsAccountId}.' >&2; false`,
    'fi',
  ].join('\n');

const kindOf = (type: 'USER' | 'GROUP') => (type === 'USER' ? 'the user' : 'the group');
/** For sh: names in IAM may hold `=,.@+-` and no quotes, but nothing is pasted unquoted. */
const quoted = (text: string) => `'${text.replaceAll("'", "'\\''")}'`;
