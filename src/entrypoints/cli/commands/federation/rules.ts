import type { Command } from 'commander';
import { federationRoutes } from '../../../../contract/federation.ts';
import type { Answer, Client, Input } from '../../client/client.ts';
import { WrongUsage } from '../../failures.ts';
import { counted } from '../../output/printable.ts';
import { tableOf } from '../../output/table.ts';
import { acting, leaf } from '../leaf.ts';
import { findIdentityProvider } from './find-identity-provider.ts';
import { findIdpGroup, findRole } from './find-rule-sides.ts';

type FederationRule = Answer<typeof federationRoutes.addRule>;
type RulePreview = Answer<typeof federationRoutes.previewRule>;
type Rule = NonNullable<Input<typeof federationRoutes.addRule>['body']>;
interface RuleOptions {
  pattern?: string;
  group?: string;
  role?: string;
  check?: boolean;
}

const ruleOf = ({ kind, pattern, group, role }: FederationRule): string =>
  kind === 'pattern' ? (pattern ?? '') : `${group ?? '?'} → ${role ?? '?'}`;

async function wantedRule(client: Client, providerId: string, { pattern, group, role }: RuleOptions): Promise<Rule> {
  if (pattern !== undefined && group === undefined && role === undefined) return { kind: 'pattern', pattern };
  if (pattern === undefined && group !== undefined && role !== undefined)
    return {
      kind: 'pair',
      groupId: await findIdpGroup(client, providerId, group),
      roleId: await findRole(client, role),
    };
  throw new WrongUsage(
    'A rule is a pattern, or a group with a role.',
    "For example: --pattern '^aws#(?<alias>[^#]+)#(?<role>[^#]+)#(?<accountid>\\d{12})$', or --group NAME --role NAME",
  );
}

const previewText = ({ items, unmatchedGroups }: RulePreview, width: number | undefined): string =>
  [
    items.length === 0
      ? 'No group matches.'
      : tableOf(
          [
            { name: 'Group', of: (row) => row.group },
            { name: 'Role', of: (row) => row.role },
            { name: 'AWS account', of: (row) => row.awsAccount?.name },
            { name: 'Members', of: (row) => row.members },
            { name: 'Status', of: (row) => row.status },
            { name: 'Detail', of: (row) => row.detail },
          ],
          items,
          width,
        ),
    '',
    `${counted(unmatchedGroups, 'group')} without a match`,
  ].join('\n');

export function addRules(group: Command): void {
  leaf(group, 'rules <identity-provider>', 'Mapping rules: which group gives which role').action(
    acting<object, [string]>(async (run, _options, named) => {
      const id = await findIdentityProvider(run.client, named);
      const received = await run.client.call(federationRoutes.rules, { params: { id } });
      run.show(received, () =>
        received.value.items.length === 0
          ? 'No rule yet: the members of its groups are not visible as holders of access.'
          : tableOf(
              [
                { name: 'Id', of: (row) => row.id },
                { name: 'Confirmed', of: (row) => row.confirmed },
                { name: 'Role unknown', of: (row) => row.roleUnknown },
                { name: 'Trust refuses', of: (row) => row.trustRefuses },
                { name: 'Rule', of: ruleOf },
              ],
              received.value.items,
              run.width,
            ),
      );
    }),
  );
  leaf(group, 'add-rule <identity-provider>', 'Map groups to roles')
    .option('--pattern <expression>', 'over group names, with (?<role>…) and (?<accountid>…) or (?<alias>…)')
    .option('--group <id>', 'one group, by name or id')
    .option('--role <id>', 'and the role it gives, by name, ARN or id')
    .option('--check', 'only show what it would map; adds nothing')
    .action(
      acting<RuleOptions, [string]>(async (run, options, named) => {
        const id = await findIdentityProvider(run.client, named);
        const params = { id };
        const body = await wantedRule(run.client, id, options);
        if (options.check) {
          const preview = await run.client.call(federationRoutes.previewRule, { params, body });
          return run.show(preview, () => previewText(preview.value, run.width));
        }
        const received = await run.client.call(federationRoutes.addRule, { params, body });
        run.show(
          received,
          () => `${received.value.id}: ${ruleOf(received.value)}, ${received.value.confirmed} confirmed`,
        );
      }),
    );
  leaf(group, 'remove-rule <rule>', 'Remove a mapping rule').action(
    acting<object, [string]>(async (run, _options, ruleId) => {
      if (!/^frl_/.test(ruleId))
        throw new WrongUsage(`${ruleId} names no rule.`, 'Give its id, frl_…: `countersign identity-providers rules`.');
      const received = await run.client.call(federationRoutes.removeRule, { params: { ruleId } });
      run.show(received, () => `${ruleId} is removed.`);
    }),
  );
}
