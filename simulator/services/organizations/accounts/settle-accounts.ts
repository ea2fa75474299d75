import { IamAccount } from '../../../state/iam/iam-account.ts';
import type { Organization } from '../../../state/organization/organization.ts';
import type { AccountRequest } from '../../../state/organization/organization-entities.ts';
import type { World } from '../../../state/world.ts';

const ADMINISTRATOR = 'arn:aws:iam::aws:policy/AdministratorAccess';

/** Makes and closes the AWS accounts whose time has come; before every call, as assignments are settled. */
export function settleAccounts(world: World): void {
  const now = world.clock.now();
  for (const organization of world.organizations) {
    for (const request of organization.pending) {
      if (request.dueAt > now) continue;
      const failure = (request.kind === 'CREATE' ? create : close)(world, organization, request);
      request.state = failure ? 'FAILED' : 'SUCCEEDED';
      if (failure) request.failureReason = failure;
      organization.pending.delete(request);
      world.changed();
    }
  }
}

function create(world: World, organization: Organization, request: AccountRequest): string | undefined {
  const email = request.email.toLowerCase();
  const isTaken = world.organizations.some(({ accounts }) =>
    accounts.all().some((account) => account.email.toLowerCase() === email),
  );
  if (isTaken) return 'EMAIL_ALREADY_EXISTS';
  const { awsAccountId, dueAt } = request;
  organization.addAccount({
    id: awsAccountId,
    name: request.name,
    email: request.email,
    state: 'ACTIVE',
    parentId: organization.rootId,
    joinedMethod: 'CREATED',
    joinedAt: dueAt,
  });
  if (request.tags.length > 0) organization.setTags(awsAccountId, request.tags);
  const account = world.addAwsAccount(new IamAccount({ awsAccountId }));
  account.roles.add({
    name: request.roleName,
    path: '/',
    id: world.ids.unique('AROA'),
    createdAt: dueAt,
    maxSessionDurationSeconds: 3_600,
    trustPolicy: JSON.stringify({
      Version: '2012-10-17',
      Statement: [
        {
          Effect: 'Allow',
          Principal: { AWS: `arn:aws:iam::${organization.managementAccountId}:root` },
          Action: 'sts:AssumeRole',
        },
      ],
    }),
    trustedIds: {},
    inlinePolicies: {},
    attachedPolicyArns: [ADMINISTRATOR],
    tags: [],
  });
  return undefined;
}

function close(_: World, organization: Organization, { awsAccountId }: AccountRequest): undefined {
  const account = organization.accounts.get(awsAccountId);
  if (account) account.state = 'CLOSED';
}
