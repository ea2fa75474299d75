import type { GetAccessKeyLastUsedRequest, GetAccessKeyLastUsedResponse } from '@aws-sdk/client-iam';
import { commonError } from '../../../protocols/aws-error.ts';
import { operation } from '../../service.ts';
import { entityResource } from '../entities.ts';

/** A key of another AWS account, or of none, is refused as one that the caller may not ask about. */
export const getAccessKeyLastUsed = operation<GetAccessKeyLastUsedRequest, GetAccessKeyLastUsedResponse>({
  name: 'GetAccessKeyLastUsed',
  resources(call, { AccessKeyId }) {
    const found = call.world.accessKey(AccessKeyId);
    const [resource] = entityResource(call, 'user', found?.user.name ?? '*');
    return [{ arn: resource?.arn ?? '*', text: `access key ${AccessKeyId}` }];
  },
  handle(call, { AccessKeyId }) {
    const found = call.world.accessKey(AccessKeyId);
    if (found?.awsAccountId !== call.account.awsAccountId) {
      const text = `User: ${call.caller.arn} is not authorized to perform: iam:GetAccessKeyLastUsed on resource: access key ${AccessKeyId}`;
      throw commonError('query', 'accessDenied', text);
    }
    const { lastUsed } = found.key;
    return {
      UserName: found.user.name,
      AccessKeyLastUsed: {
        ...(lastUsed && { LastUsedDate: new Date(lastUsed.at) }),
        ServiceName: lastUsed?.service ?? 'N/A',
        Region: lastUsed?.region ?? 'N/A',
      },
    };
  },
});
