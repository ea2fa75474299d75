import type {
  GetAccessKeyInfoRequest,
  GetAccessKeyInfoResponse,
  GetCallerIdentityRequest,
  GetCallerIdentityResponse,
} from '@aws-sdk/client-sts';
import { AwsError } from '../../protocols/aws-error.ts';
import { operation } from '../service.ts';

/** Needs no permission and works even under an explicit deny (STS API reference). */
export const getCallerIdentity = operation<GetCallerIdentityRequest, GetCallerIdentityResponse>({
  name: 'GetCallerIdentity',
  action: false,
  handle: ({ caller }) => ({ Arn: caller.arn, UserId: caller.userId, Account: caller.awsAccountId }),
});

export const getAccessKeyInfo = operation<GetAccessKeyInfoRequest, GetAccessKeyInfoResponse>({
  name: 'GetAccessKeyInfo',
  handle({ world }, { AccessKeyId }) {
    const awsAccountId =
      world.accessKey(AccessKeyId)?.awsAccountId ?? world.standingSessions.get(AccessKeyId)?.awsAccountId;
    if (!awsAccountId) throw new AwsError('ValidationError', `Access key ${AccessKeyId} is unknown.`);
    return { Account: awsAccountId };
  },
});
