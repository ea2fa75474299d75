import type { Instant } from '../../../shared/ports.ts';

/** One event of CloudTrail's history, as far as it is needed: who did what where, and what it named. */
export interface AwsEvent {
  id: string;
  at: Instant;
  /** E.g. `iam.amazonaws.com`. */
  source: string;
  name: string;
  region: string;
  /** In whose history it is. */
  awsAccountId: string;
  actor: EventActor;
  /** AWS refused the call: nothing changed. */
  isRefused: boolean;
  parameters: Members;
  answer: Members;
}

export interface EventActor {
  /** ARN of the user or session; where AWS gives none, what it says instead. */
  name: string;
  /** An address, or the AWS service that called. */
  sourceIp: string | null;
  /** Of a role's session: the role. */
  roleArn: string | null;
  sessionName: string | null;
}

/** A JSON object of which nothing is known. */
export type Members = Readonly<Record<string, unknown>>;

/** The text at this path, where it is one and says something: AWS hides what is personal. */
export function textAt(members: Members, ...path: string[]): string | null {
  let value: unknown = members;
  for (const name of path) value = membersOf(value)[name];
  return typeof value === 'string' && value !== '' && !hidden.has(value) ? value : null;
}
const hidden = new Set(['HIDDEN_DUE_TO_SECURITY_REASONS', '****']);

/**
 * Reads what LookupEvents gives as `CloudTrailEvent`
 * (https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-record-contents.html).
 * Null for what is no event: without id, instant, source or name.
 */
export function readEvent(text: string | undefined): AwsEvent | null {
  const record = parsed(text);
  const [id, source, name] = ['eventID', 'eventSource', 'eventName'].map((member) => textAt(record, member));
  const atMs = Date.parse(textAt(record, 'eventTime') ?? '');
  if (!id || !source || !name || Number.isNaN(atMs)) return null;
  return {
    id,
    at: iso(textAt(record, 'eventTime') ?? ''),
    source,
    name,
    region: textAt(record, 'awsRegion') ?? '',
    awsAccountId: textAt(record, 'recipientAccountId') ?? '',
    actor: actorOf(record),
    isRefused: textAt(record, 'errorCode') !== null,
    parameters: membersOf(record.requestParameters),
    answer: membersOf(record.responseElements),
  };
}

function parsed(text: string | undefined): Members {
  try {
    return membersOf(JSON.parse(text ?? ''));
  } catch {
    return {};
  }
}

export const membersOf = (value: unknown): Members =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Members) : {};

/** Events tell whole seconds: `2026-11-24T12:00:00Z`. */
const iso = (time: string): Instant => time.replace(/(\.\d+)?Z$/, '.000Z');

/** https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-user-identity.html */
function actorOf(record: Members): EventActor {
  const identity = membersOf(record.userIdentity);
  const type = textAt(identity, 'type');
  const session = textAt(identity, 'principalId')?.split(':')[1];
  return {
    name:
      textAt(identity, 'arn') ??
      textAt(identity, 'invokedBy') ??
      textAt(identity, 'userName') ??
      textAt(identity, 'onBehalfOf', 'userId') ??
      // Automatic provisioning has a token and nothing else.
      (type === 'WebIdentityUser' && record.eventSource === 'identitystore-scim.amazonaws.com'
        ? `SCIM token ${textAt(identity, 'accessKeyId') ?? ''}`.trim()
        : (textAt(identity, 'principalId') ?? textAt(identity, 'accountId') ?? type ?? 'unknown')),
    sourceIp: textAt(record, 'sourceIPAddress'),
    roleArn: type === 'AssumedRole' ? textAt(identity, 'sessionContext', 'sessionIssuer', 'arn') : null,
    sessionName: type === 'AssumedRole' ? (session ?? null) : null,
  };
}

/** Every session of ours is named `countersign-…`; who else assumes the role is somebody else. */
export const isOwnCall = ({ actor }: AwsEvent, roleArn: string): boolean =>
  actor.roleArn === roleArn && actor.sessionName?.startsWith('countersign-') === true;
