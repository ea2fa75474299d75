import type { Touched } from './touched.ts';

/** What an increment reads again, each listing once, however many events touched it. */
export interface RefreshPlan {
  pairs: { awsAccountId: string; permissionSetArn: string }[];
  /** Groups of Identity Center, AWS's own ids, to be asked for their members. */
  groupIds: string[];
  users: boolean;
  groups: boolean;
  /** Which there are; those in `sets` are described too. */
  permissionSets: boolean;
  sets: string[];
  awsAccounts: boolean;
  /** Of the AWS account that the connector's role is in. */
  iam: IamRefresh;
  /** Of other AWS accounts, each by its own role (CON-11). */
  members: (IamRefresh & { awsAccountId: string })[];
}
export interface IamRefresh {
  things: boolean;
  /** Only where `things` are not read anyway. */
  groupNames: string[];
  roleSettings: boolean;
  credentialReport: boolean;
  alias: boolean;
}

export interface RefreshGround {
  /** Whose IAM the connector reads. */
  awsAccountId: string;
  /** Other AWS accounts whose IAM it reads. */
  memberAwsAccountIds: readonly string[];
  /** Membership id → group, as far as an earlier reading came by it. */
  groupOfMembership: ReadonlyMap<string, string>;
  identityCenterGroupIds: readonly string[];
}

/** More single listings than this, and a full run, which reads in bulk, is the better way. */
const mostListings = 300;
/** Its description, three kinds of policies, boundary and tags (docs/decisions/0016). */
const callsOfSet = 6;

/** Its role is assumed, its details are read, and the settings of its roles. */
const callsOfMember = 3;

/** Null when nothing that we read was touched; `full` with the reason when a full run has to see to it. */
export function planRefresh(
  touched: readonly Touched[],
  ground: RefreshGround,
): { plan: RefreshPlan } | { full: string } | null {
  const is = (what: Touched['what']) => touched.some((each) => each.what === what);
  if (is('everything')) return { full: 'An event does not say what it changed.' };
  const groupIds = groupsTouched(touched, ground);
  const sets = new Set(of(touched, 'permission-set').map(({ arn }) => arn));
  const pairs = new Map(
    of(touched, 'pair').map(({ awsAccountId, permissionSetArn }) => [
      `${awsAccountId} ${permissionSetArn}`,
      { awsAccountId, permissionSetArn },
    ]),
  );
  const members = ground.memberAwsAccountIds
    .map((awsAccountId) => ({ awsAccountId, ...iamTouched(touched, awsAccountId) }))
    .filter(({ awsAccountId: _, ...iam }) => !isEmpty(iam));
  const listings = pairs.size + groupIds.size + sets.size * callsOfSet + members.length * callsOfMember;
  if (listings > mostListings) return { full: `${listings} listings were touched.` };
  const plan: RefreshPlan = {
    pairs: [...pairs.values()],
    groupIds: [...groupIds],
    users: is('users'),
    groups: is('groups'),
    permissionSets: is('permission-sets'),
    sets: [...sets],
    awsAccounts: is('aws-accounts'),
    iam: iamTouched(touched, ground.awsAccountId),
    members,
  };
  const { iam, ...rest } = plan;
  return isEmpty(rest) && isEmpty(iam) ? null : { plan };
}

const of = <What extends Touched['what']>(touched: readonly Touched[], what: What) =>
  touched.filter((each): each is Extract<Touched, { what: What }> => each.what === what);

/** A membership of which nobody knows the group may have been of any. */
function groupsTouched(touched: readonly Touched[], ground: RefreshGround): Set<string> {
  const ids = new Set(of(touched, 'members-of-group').map(({ groupId }) => groupId));
  for (const { membershipId } of of(touched, 'membership')) {
    const groupId = ground.groupOfMembership.get(membershipId);
    for (const id of groupId ? [groupId] : ground.identityCenterGroupIds) ids.add(id);
  }
  return ids;
}

function iamTouched(touched: readonly Touched[], id: string): IamRefresh {
  const isThere = ({ awsAccountId }: { awsAccountId: string }) => awsAccountId === id || awsAccountId === 'each';
  const things = of(touched, 'iam').some(isThere);
  const groupNames = of(touched, 'iam-members').filter(isThere);
  return {
    things,
    groupNames: things ? [] : [...new Set(groupNames.map(({ groupName }) => groupName))],
    roleSettings: of(touched, 'iam-role-settings').some(isThere),
    credentialReport: of(touched, 'credential-report').some(isThere),
    alias: of(touched, 'account-alias').some(isThere),
  };
}

const isEmpty = (plan: object) =>
  Object.values(plan).every((each) => (Array.isArray(each) ? each.length === 0 : !each));
