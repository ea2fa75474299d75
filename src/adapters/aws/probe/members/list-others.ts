import { type Account, ListAccountsCommand } from '@aws-sdk/client-organizations';
import { AwsUnreachable } from '../../../../core/inventory/ports.ts';
import { CallRefused } from '../../session/call-aws.ts';
import { unlessAborted } from '../../session/unless-aborted.ts';
import type { Probe } from '../probe.ts';
import type { Listed } from '../probe-organizations.ts';

/** Of the ten seconds of a test; at the rate for Organizations that is 350 to 500 AWS accounts, as measured. */
const listForMs = 3000;

export interface Others {
  /** ACTIVE ones, in AWS's order; not the role's own. */
  ids: string[];
  hasMore: boolean;
}

/** Lists on from the first hundred, so that what is tried is spread over the whole organization and counted against it. */
export async function listOthers({ clients, call, session }: Probe, { accounts, nextToken }: Listed): Promise<Others> {
  const all: Account[] = [...accounts];
  let token = nextToken;
  const deadline = AbortSignal.timeout(listForMs);
  try {
    while (token) {
      const NextToken = token;
      const asked = call('organizations:ListAccounts', (abortSignal) =>
        clients.organizations.send(new ListAccountsCommand({ NextToken }), { abortSignal }),
      );
      const page = await unlessAborted(deadline, asked);
      all.push(...(page.Accounts ?? []));
      token = page.NextToken;
    }
  } catch (error) {
    if (!(error instanceof AwsUnreachable || error instanceof CallRefused)) throw error;
  }
  const ids = all.flatMap(({ Id, State, Status }) =>
    Id && Id !== session.role.awsAccountId && (State ?? Status) === 'ACTIVE' ? [Id] : [],
  );
  return { ids, hasMore: token !== undefined };
}
