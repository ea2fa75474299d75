export type Json = Readonly<Record<string, unknown>>;

/** One event as it is in one AWS account's event history; plain data, so that a snapshot holds it. */
export interface TrailEvent {
  readonly eventId: string;
  /** The instant of the call. */
  readonly at: number;
  /** Whose history it is in. */
  readonly awsAccountId: string;
  readonly region: string;
  readonly eventSource: string;
  readonly eventName: string;
  readonly eventType: 'AwsApiCall' | 'AwsServiceEvent';
  readonly readOnly: boolean;
  readonly requestId: string;
  readonly userAgent: string;
  readonly userIdentity: Json;
  readonly error?: { readonly code: string; readonly message: string };
  readonly requestParameters: Json | null;
  readonly responseElements: Json | null;
  readonly additionalEventData?: Json;
  readonly serviceEventDetails?: Json;
  readonly resources?: readonly { readonly accountId: string; readonly type: string; readonly ARN: string }[];
  /** The same in both histories when a call concerns two AWS accounts. */
  readonly sharedEventId?: string;
}

/** A call that only read: its event is written when somebody looks it up. */
export interface ReadCall extends Pick<TrailEvent, LookedAt> {
  write(): TrailEvent;
}

/** What a lookup sees of an event without having it written. */
type LookedAt =
  | 'eventId'
  | 'at'
  | 'awsAccountId'
  | 'region'
  | 'eventSource'
  | 'eventName'
  | 'readOnly'
  | 'requestId'
  | 'userIdentity';
