import type { EntityKind } from '../kinds.ts';
import type { AwsEvent } from './aws-event.ts';

/** What an event may have changed, as narrow as it names it (docs/decisions/0015). Ids are AWS's own. */
export type Touched =
  | { what: 'pair'; awsAccountId: string; permissionSetArn: string }
  | { what: 'members-of-group'; groupId: string }
  /** The event names a membership, and neither group nor member: an earlier reading may know of which group it was. */
  | { what: 'membership'; membershipId: string }
  | { what: 'users' }
  | { what: 'groups' }
  | { what: 'permission-sets' }
  | { what: 'permission-set'; arn: string }
  | { what: 'aws-accounts' }
  /** Users, groups, members, roles, trust and policies of one AWS account. */
  | { what: 'iam'; awsAccountId: string }
  | { what: 'iam-members'; awsAccountId: string; groupName: string }
  | { what: 'iam-role-settings'; awsAccountId: string }
  | { what: 'credential-report'; awsAccountId: string }
  | { what: 'account-alias'; awsAccountId: string }
  /** Cannot be narrowed at all: a full run. */
  | { what: 'everything' };

/** Which changes an event is the cause of. What is absent may be anything. */
export interface Explained {
  op?: 'granted' | 'removed' | 'appeared' | 'vanished' | undefined;
  /** The entity itself, a grant's target, its permission set, its principal. */
  entity?: Named | undefined;
  target?: Named | undefined;
  permissionSetArn?: string | undefined;
  principal?: Named | undefined;
}
/** By id, or, as IAM's events do, by name within an AWS account; names are matched without case. */
export interface Named {
  kinds: readonly EntityKind[];
  /** The native id, or what follows its slash. */
  id?: string | undefined;
  name?: string | undefined;
  arn?: string | undefined;
  awsAccountId?: string | undefined;
}

/** What an event is to us. */
export interface Meaning {
  touched: readonly Touched[];
  explained: readonly Explained[];
}
/** Of a service that we read, and changes nothing that we read. */
export const nothing: Meaning = { touched: [], explained: [] };

export const means = (touched: Touched | readonly Touched[], ...explained: Explained[]): Meaning => ({
  touched: Array.isArray(touched) ? touched : [touched as Touched],
  explained,
});

/** What an event of one name means. */
export type Read = (event: AwsEvent) => Meaning;
export const ignored: Read = () => nothing;
/** The same for each of these names. */
export const each = (read: Read, ...names: string[]): Record<string, Read> =>
  Object.fromEntries(names.map((name) => [name, read]));
