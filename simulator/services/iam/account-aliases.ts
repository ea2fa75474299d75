import type {
  CreateAccountAliasRequest,
  ListAccountAliasesRequest,
  ListAccountAliasesResponse,
} from '@aws-sdk/client-iam';
import { AwsError } from '../../protocols/aws-error.ts';
import { operation } from '../service.ts';
import { iamChanged } from './entities.ts';

export const listAccountAliases = operation<ListAccountAliasesRequest, ListAccountAliasesResponse>({
  name: 'ListAccountAliases',
  handle(call) {
    const { items, nextToken } = call.page(call.account.aliases);
    return { AccountAliases: items, IsTruncated: nextToken !== undefined, Marker: nextToken };
  },
});

/** Aliases are unique in all of AWS; an AWS account has one, a new one takes the old one's place. */
export const createAccountAlias = operation<CreateAccountAliasRequest, void>({
  name: 'CreateAccountAlias',
  handle(call, { AccountAlias }) {
    if (call.world.awsAccounts.hasAlias(AccountAlias)) {
      throw new AwsError('EntityAlreadyExists', `The account alias ${AccountAlias} already exists.`, 409);
    }
    for (const alias of [...call.account.aliases.all()]) call.account.aliases.delete(alias);
    call.account.aliases.add(AccountAlias);
    iamChanged(call);
  },
});
