import { type Command, Option } from 'commander';
import { type Campaign, campaignRoutes } from '../../../../contract/campaigns.ts';
import { lookUpRoutes } from '../../../../contract/look-up.ts';
import { sessionRoutes } from '../../../../contract/session.ts';
import type { Client } from '../../client/client.ts';
import { WrongUsage } from '../../failures.ts';
import { findPerson } from '../find-person.ts';
import { acting, leaf } from '../leaf.ts';
import { asOfInstant, collected } from '../option-values.ts';
import { campaignText, previewText } from './campaign-text.ts';

interface AddOptions {
  name: string;
  description?: string;
  awsAccount?: string[];
  allAwsAccounts?: boolean;
  groups: boolean;
  reviewer: Campaign['reviewerRule'];
  fallback?: string;
  silence: Campaign['silence'];
  due: string;
}

/** The 12 digits of the AWS account that is meant by its digits or its name. */
async function findAwsAccount(client: Client, named: string): Promise<string> {
  if (/^\d{12}$/.test(named)) return named;
  const { value } = await client.call(lookUpRoutes.awsAccounts, { query: { q: named, limit: 50 } });
  const found = value.items.filter(({ name }) => name.toLowerCase() === named.toLowerCase());
  const [only] = found;
  if (only && found.length === 1) return only.awsAccountId;
  const near = (found.length > 0 ? found : value.items).slice(0, 8);
  throw new WrongUsage(
    `${found.length === 0 ? 'No AWS account is' : `${found.length} AWS accounts are`} called ${named}.`,
    ['Give its 12 digits.', ...near.map(({ awsAccountId, name }) => `  ${awsAccountId}  ${name}`)].join('\n'),
  );
}

async function awsAccountsOf(client: Client, { awsAccount, allAwsAccounts }: AddOptions): Promise<'all' | string[]> {
  if ((awsAccount === undefined) === (allAwsAccounts !== true))
    throw new WrongUsage(
      'Say which AWS accounts are reviewed.',
      '--aws-account prod-payments (may be repeated), or --all-aws-accounts.',
    );
  return awsAccount ? Promise.all(awsAccount.map((named) => findAwsAccount(client, named))) : 'all';
}

const me = async (client: Client): Promise<string> => (await client.call(sessionRoutes.whoAmI, {})).value.person.id;

async function draftOf(client: Client, options: AddOptions) {
  return {
    name: options.name,
    description: options.description ?? '',
    scope: { awsAccountIds: await awsAccountsOf(client, options), includesGroups: options.groups },
    reviewerRule: options.reviewer,
    fallbackReviewerId: options.fallback ? await findPerson(client, options.fallback) : await me(client),
    silence: options.silence,
    dueAt: options.due,
  };
}

/** `campaigns add`: a draft, with what its start would freeze. */
export function addAddCampaign(group: Command): void {
  leaf(group, 'add', 'Draft a campaign; nobody is asked before it starts')
    .requiredOption('--name <name>', 'its name')
    .requiredOption('--due <date>', 'until when reviewers decide; a date includes that day (UTC)', asOfInstant)
    .option('--description <text>', 'what it is for')
    .option('--aws-account <name>', 'AWS account by 12 digits or name; may be repeated', collected)
    .option('--all-aws-accounts', 'every AWS account')
    .option('--no-groups', 'without memberships of the groups that reach them')
    .addOption(
      new Option('--reviewer <rule>', 'who decides').choices(['manager', 'application-owner']).default('manager'),
    )
    .option('--fallback <email>', 'who decides where the rule finds nobody (default: you)')
    .addOption(
      new Option('--silence <rule>', 'what happens to items nobody decided')
        .choices(['keep', 'revoke', 'escalate'])
        .default('keep'),
    )
    .action(
      acting<AddOptions>(async (run, options) => {
        const draft = await draftOf(run.client, options);
        const received = await run.client.call(campaignRoutes.add, { body: draft });
        run.show(received, () => campaignText(received.value));
        if (run.isJson) return;
        const { scope, reviewerRule, fallbackReviewerId } = draft;
        const preview = await run.client.call(campaignRoutes.preview, {
          body: { scope, reviewerRule, fallbackReviewerId },
        });
        run.note(`\n${previewText(preview.value)}\n\nNext: countersign campaigns start ${received.value.id}`);
      }),
    );
}
