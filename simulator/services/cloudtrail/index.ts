import * as schemas from '@aws-sdk/client-cloudtrail';
import { AwsError, commonError } from '../../protocols/aws-error.ts';
import { violationMessage } from '../../protocols/constraints.ts';
import type { Service } from '../service.ts';
import { lookupEvents } from './lookup-events.ts';
import { describeTrails } from './trails.ts';

/** Which of the service's own exceptions a limit has. */
const REFUSED_AS: readonly (readonly [RegExp, string])[] = [
  [/ at 'maxResults'/, 'InvalidMaxResultsException'],
  [/ at 'lookupAttributes/, 'InvalidLookupAttributesException'],
  [/ at 'eventCategory'/, 'InvalidEventCategoryException'],
];

/** CloudTrail: the event history that the simulator's own calls leave. */
export const cloudTrail: Service = {
  id: 'cloudtrail',
  protocol: 'json',
  signingName: 'cloudtrail',
  actionPrefix: 'cloudtrail',
  wireName: 'CloudTrail_20131101',
  /** As the model's namespace has it, which boto3 and the aws command line send. */
  otherWireName: 'com.amazonaws.cloudtrail.v20131101.CloudTrail_20131101',
  eventSource: 'cloudtrail.amazonaws.com',
  model: 'cloudtrail',
  schemas,
  operations: [lookupEvents, describeTrails],
  paging: {
    token: 'NextToken',
    limit: 'MaxResults',
    size: 50,
    invalidToken: () => new AwsError('InvalidNextTokenException', 'Invalid token.'),
  },
  invalid(violations) {
    const message = violationMessage(violations);
    const code = REFUSED_AS.find(([where]) => where.test(violations[0]?.text ?? ''))?.[1];
    return code ? new AwsError(code, message) : commonError('json', 'invalid', message);
  },
};
