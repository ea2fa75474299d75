import { SMALL } from '../../worlds/small.ts';
import type { Who } from './operation-case.ts';

type Answer = Readonly<Record<string, unknown>>;

/** An operation that is answered before it is done, and how one hears that it is. */
export interface Asynchronous {
  readonly key: string;
  readonly as?: Who;
  /** Between which seconds it gets done. */
  readonly seconds: readonly [from: number, to: number];
  /** The operation that tells how far it is, of the same service, and what to ask it by the first answer. */
  readonly status: readonly [operation: string, input: (first: Answer) => object];
  /** Where an answer of that has the state, and what it says before and after. */
  readonly state: readonly string[];
  readonly during: string;
  readonly after: string;
}

/** What an answer says at that place. */
export const valueAt = (answer: unknown, path: readonly string[]): unknown =>
  path.reduce<unknown>((value, name) => (value as Answer | undefined)?.[name], answer);

const InstanceArn = SMALL.instanceArn;
const AccountId = SMALL.memberAccountId;
const inCenter = { seconds: [1, 3], during: 'IN_PROGRESS', after: 'SUCCEEDED' } as const;
const request = (operation: string, member: string, idName: string): Pick<Asynchronous, 'status' | 'state'> => ({
  status: [operation, (first) => ({ InstanceArn, [idName]: valueAt(first, [member, 'RequestId']) })],
  state: [member, 'Status'],
});

/** Everything that takes its time. */
export const ASYNCHRONOUS: readonly Asynchronous[] = [
  {
    key: 'iam:GenerateCredentialReport',
    as: 'member',
    seconds: [2, 2],
    status: ['GenerateCredentialReport', () => ({})],
    state: ['State'],
    during: 'INPROGRESS',
    after: 'COMPLETE',
  },
  {
    key: 'iam:GenerateServiceLastAccessedDetails',
    seconds: [2, 2],
    status: ['GetServiceLastAccessedDetails', ({ JobId }) => ({ JobId })],
    state: ['JobStatus'],
    during: 'IN_PROGRESS',
    after: 'COMPLETED',
  },
  {
    key: 'organizations:CreateAccount',
    ...inCenter,
    status: [
      'DescribeCreateAccountStatus',
      (first) => ({ CreateAccountRequestId: valueAt(first, ['CreateAccountStatus', 'Id']) }),
    ],
    state: ['CreateAccountStatus', 'State'],
  },
  {
    key: 'organizations:CloseAccount',
    seconds: [1, 3],
    status: ['DescribeAccount', () => ({ AccountId })],
    state: ['Account', 'State'],
    during: 'PENDING_CLOSURE',
    after: 'CLOSED',
  },
  {
    key: 'sso:ProvisionPermissionSet',
    ...inCenter,
    ...request(
      'DescribePermissionSetProvisioningStatus',
      'PermissionSetProvisioningStatus',
      'ProvisionPermissionSetRequestId',
    ),
  },
  {
    key: 'sso:CreateAccountAssignment',
    ...inCenter,
    ...request(
      'DescribeAccountAssignmentCreationStatus',
      'AccountAssignmentCreationStatus',
      'AccountAssignmentCreationRequestId',
    ),
  },
  {
    key: 'sso:DeleteAccountAssignment',
    ...inCenter,
    ...request(
      'DescribeAccountAssignmentDeletionStatus',
      'AccountAssignmentDeletionStatus',
      'AccountAssignmentDeletionRequestId',
    ),
  },
];
