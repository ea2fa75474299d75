import { type Comparison, compareValues } from '../../comparison.ts';
import type { AwsCli, Keys } from '../aws-cli.ts';
import { sessionName } from '../connection.ts';

interface Looked {
  Events: { EventName: string; EventSource: string; Username: string; CloudTrailEvent: string }[];
}
interface Written {
  errorCode?: string;
  userIdentity?: { sessionContext?: { sessionIssuer?: { arn?: string } } };
}

/** What the changes before left behind: by whom in which role, and which were refused, the newest first. */
const changes = [
  { name: 'AddUserToGroup', source: 'iam.amazonaws.com', region: 'us-east-1', outcomes: ['AccessDenied', 'done'] },
  { name: 'RemoveUserFromGroup', source: 'iam.amazonaws.com', region: 'us-east-1', outcomes: ['done'] },
  { name: 'CreateAccountAssignment', source: 'sso.amazonaws.com', outcomes: ['done', 'done'] },
  { name: 'DeleteAccountAssignment', source: 'sso.amazonaws.com', outcomes: ['done'] },
  {
    name: 'CreateGroupMembership',
    source: 'identitystore.amazonaws.com',
    outcomes: ['ConflictException', 'done'],
  },
];

/** The changes of this session, as CloudTrail tells them to the aws CLI. */
export async function compareTrail(aws: AwsCli, keys: Keys, roleArn: string): Promise<Comparison[]> {
  const comparisons: Comparison[] = [];
  for (const { name, source, region, outcomes } of changes) {
    const attribute = `AttributeKey=EventName,AttributeValue=${name}`;
    const place = region ? ['--region', region] : [];
    const { Events } = await aws.ask<Looked>(
      ...([keys, 'cloudtrail', 'lookup-events', ...place, '--lookup-attributes', attribute] as const),
    );
    const told = Events.map(({ EventSource, Username, CloudTrailEvent }) => {
      const { errorCode = 'done', userIdentity } = JSON.parse(CloudTrailEvent) as Written;
      return [EventSource, Username, userIdentity?.sessionContext?.sessionIssuer?.arn, errorCode];
    });
    const expected = outcomes.map((outcome) => [source, sessionName, roleArn, outcome]);
    comparisons.push(compareValues(`cloudtrail lookup-events of ${name}: ${outcomes.join(', ')}`, told, expected));
  }
  return comparisons;
}
