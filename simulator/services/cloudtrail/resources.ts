import type { TrailEvent } from '../../state/cloudtrail/trail-event.ts';

export interface TrailResource {
  readonly ResourceType: string;
  readonly ResourceName: string;
}

/** Members that name something of IAM or STS, wherever they stand. Of other services AWS tells none. */
const TYPES: Readonly<Record<string, string>> = {
  userName: 'AWS::IAM::User',
  groupName: 'AWS::IAM::Group',
  roleName: 'AWS::IAM::Role',
  roleArn: 'AWS::IAM::Role',
  policyArn: 'AWS::IAM::Policy',
  accessKeyId: 'AWS::IAM::AccessKey',
  sAMLProviderArn: 'AWS::IAM::SAMLProvider',
  principalArn: 'AWS::IAM::SAMLProvider',
  openIDConnectProviderArn: 'AWS::IAM::OIDCProvider',
  assumedRoleId: 'AWS::STS::AssumedRole',
};
const SOURCES: ReadonlySet<string> = new Set(['iam.amazonaws.com', 'sts.amazonaws.com']);

export function tellsResources({ eventSource }: Pick<TrailEvent, 'eventSource'>): boolean {
  return SOURCES.has(eventSource);
}

/** What an event is about, as LookupEvents lists it and looks it up. */
export function resourcesOf(event: TrailEvent): TrailResource[] {
  if (!tellsResources(event)) return [];
  const found = new Map<string, TrailResource>();
  collect(event.requestParameters, found);
  collect(event.responseElements, found);
  return [...found.values()];
}

function collect(value: unknown, found: Map<string, TrailResource>): void {
  if (typeof value !== 'object' || value === null) return;
  for (const [name, member] of Object.entries(value)) {
    const type = TYPES[name];
    if (type && typeof member === 'string') {
      found.set(`${type} ${member}`, { ResourceType: type, ResourceName: member });
    } else collect(member, found);
  }
}
