import type { ListPath } from '../../api/routes.ts';
import type { AccessPage } from '../../api/types.ts';
import { counted } from '../../ui/text/words.ts';

type AccessPath = Extract<ListPath, `${string}/access` | `${string}/grants`>;
/** One of the access questions of the API, with the words of its answer. */
export interface AccessQuestion {
  path: AccessPath;
  params: Record<string, string>;
  subjectId: string;
  label: string;
  /** Heads the column of paths: whose they are, or what they lead to. */
  header: string;
  /** "37 people and 6 other identities can reach this AWS account". */
  words: (page: AccessPage) => string;
  /** What AWS services may assume is left out of the answer, unless it is asked for. */
  mayLeaveOutServices?: boolean;
  nobody: string;
  nobodyWhy: string;
}

/** Both halves always: people, and the identities that belong to no known person. */
const who = (page: AccessPage) =>
  `${counted(page.peopleCount, 'person', 'people')} and ${counted(page.otherIdentityCount, 'other identity', 'other identities')}`;
const isOne = (page: AccessPage) => page.peopleCount + page.otherIdentityCount === 1;

export const accessQuestions = {
  awsAccount: (id: string): AccessQuestion => ({
    path: '/api/v1/aws-accounts/:awsAccountId/access',
    params: { awsAccountId: id },
    subjectId: id,
    label: 'Who can reach this AWS account',
    mayLeaveOutServices: true,
    header: 'Who, and by which path',
    words: (page) => `${who(page)} can reach this AWS account`,
    nobody: 'Nobody can reach this AWS account',
    nobodyWhy: 'No assignment, user or role that was read leads here. Its root user is not read.',
  }),
  person: (id: string): AccessQuestion => ({
    path: '/api/v1/people/:id/access',
    params: { id },
    subjectId: id,
    label: 'What this person can reach',
    header: 'What, and by which path',
    words: (page) => `${counted(page.total, 'path', 'paths')} to what ${page.subject.name} can reach`,
    nobody: 'No access in AWS',
    nobodyWhy: 'No identity of this person holds anything in what was read.',
  }),
  identity: (id: string): AccessQuestion => ({
    path: '/api/v1/identities/:id/access',
    params: { id },
    subjectId: id,
    label: 'What this identity can reach',
    header: 'What, and by which path',
    words: (page) => `${counted(page.total, 'path', 'paths')} to what ${page.subject.name} can reach`,
    nobody: 'No access in AWS',
    nobodyWhy: 'This identity holds no group, permission set or role in what was read.',
  }),
  members: (id: string): AccessQuestion => ({
    path: '/api/v1/groups/:id/access',
    params: { id },
    subjectId: id,
    label: 'Members of this group',
    header: 'Who, and by which path',
    words: (page) => `${who(page)} ${isOne(page) ? 'is a member' : 'are members'} of this group`,
    nobody: 'This group has no members',
    nobodyWhy: 'Its members were read, and there are none.',
  }),
  grants: (id: string): AccessQuestion => ({
    path: '/api/v1/groups/:id/grants',
    params: { id },
    subjectId: id,
    label: 'What membership gives',
    header: 'What, and by which path',
    words: (page) => `Membership gives ${counted(page.total, 'entitlement', 'entitlements')}`,
    nobody: 'Membership gives nothing',
    nobodyWhy: 'No permission set is assigned to this group on any AWS account that was read.',
  }),
  permissionSet: (id: string): AccessQuestion => ({
    path: '/api/v1/permission-sets/:id/access',
    params: { id },
    subjectId: id,
    label: 'Who holds this permission set',
    header: 'Who, and by which path',
    words: (page) =>
      `${who(page)} ${isOne(page) ? 'holds' : 'hold'} this permission set, by ${counted(page.total, 'path', 'paths')}`,
    nobody: 'Nobody holds this permission set',
    nobodyWhy: 'It is assigned to no user or group on any AWS account that was read.',
  }),
  role: (id: string): AccessQuestion => ({
    path: '/api/v1/roles/:id/access',
    params: { id },
    subjectId: id,
    label: 'Who may assume this role',
    header: 'Who, and by which path',
    words: (page) => `${who(page)} may assume this role`,
    nobody: 'Nobody that we know may assume this role',
    nobodyWhy: 'Its trust policy, read above, names only AWS services or principals outside what was read.',
  }),
};
