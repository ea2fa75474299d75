import {
  GetGroupCommand,
  ListAccountAliasesCommand,
  ListGroupsCommand,
  ListRolesCommand,
  ListUsersCommand,
} from '@aws-sdk/client-iam';
import type { Check } from '../../../core/connectors/model/checklist.ts';
import { count } from '../reading/reading.ts';
import { atLeast, type Probe, skip, tryAction } from './probe.ts';

const MaxItems = 100;

export async function probeIam(probe: Probe): Promise<Check[]> {
  const { iam } = probe.clients;
  const [users, groups, roles, alias] = await Promise.all([
    tryAction(
      probe,
      'iam:ListUsers',
      (abortSignal) => iam.send(new ListUsersCommand({ MaxItems }), { abortSignal }),
      (page) => atLeast(count(page.Users?.length ?? 0, 'IAM user'), page.IsTruncated === true),
    ),
    tryAction(
      probe,
      'iam:ListGroups',
      (abortSignal) => iam.send(new ListGroupsCommand({ MaxItems }), { abortSignal }),
      (page) => atLeast(count(page.Groups?.length ?? 0, 'IAM group'), page.IsTruncated === true),
    ),
    tryAction(
      probe,
      'iam:ListRoles',
      (abortSignal) => iam.send(new ListRolesCommand({ MaxItems }), { abortSignal }),
      (page) => atLeast(count(page.Roles?.length ?? 0, 'IAM role'), page.IsTruncated === true),
    ),
    tryAction(
      probe,
      'iam:ListAccountAliases',
      (abortSignal) => iam.send(new ListAccountAliasesCommand({}), { abortSignal }),
      (page) => page.AccountAliases?.join(', ') || 'This AWS account has no alias.',
    ),
  ]);
  const members = await probeGetGroup(
    probe,
    groups.output ? (groups.output.Groups?.[0]?.GroupName ?? null) : undefined,
  );
  return [users.check, groups.check, members, roles.check, alias.check];
}

/** `undefined`: groups could not be listed; `null`: there is none. */
async function probeGetGroup(probe: Probe, GroupName: string | null | undefined): Promise<Check> {
  if (GroupName === undefined) return skip('iam:GetGroup', 'Not tried: iam:ListGroups named no group to try it on.');
  if (GroupName === null) return skip('iam:GetGroup', 'Nothing to try it on: there is no IAM group.');
  const tried = await tryAction(
    probe,
    'iam:GetGroup',
    (abortSignal) => probe.clients.iam.send(new GetGroupCommand({ GroupName, MaxItems: 100 }), { abortSignal }),
    (page) => `${GroupName}: ${atLeast(count(page.Users?.length ?? 0, 'member'), page.IsTruncated === true)}`,
  );
  return tried.check;
}
