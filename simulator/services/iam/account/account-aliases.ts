import type {
  CreateAccountAliasRequest,
  DeleteAccountAliasRequest,
  ListAccountAliasesRequest,
  ListAccountAliasesResponse,
} from '@aws-sdk/client-iam';
import { operation } from '../../service.ts';
import { iamChanged } from '../entities.ts';
import { entityAlreadyExists, noSuchEntity } from '../refusals.ts';

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
      throw entityAlreadyExists(`The account alias ${AccountAlias} already exists.`);
    }
    for (const alias of [...call.account.aliases.all()]) call.account.aliases.delete(alias);
    call.account.aliases.add(AccountAlias);
    iamChanged(call);
  },
});

export const deleteAccountAlias = operation<DeleteAccountAliasRequest, void>({
  name: 'DeleteAccountAlias',
  handle(call, { AccountAlias }) {
    if (!call.account.aliases.delete(AccountAlias)) {
      throw noSuchEntity(`The account alias ${AccountAlias} cannot be found.`);
    }
    iamChanged(call);
  },
});
