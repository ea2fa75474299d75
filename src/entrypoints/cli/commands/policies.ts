import type { Command } from 'commander';
import { type Policy, type PolicyForm, policyRoutes } from '../../../contract/policies.ts';
import type { Client, Received } from '../client/client.ts';
import { readPages } from '../client/pages.ts';
import { WrongUsage } from '../failures.ts';
import { moment, span } from '../output/printable.ts';
import { acting, leaf } from './leaf.ts';
import { listCommand, withPaging } from './list-command.ts';

async function findPolicy(client: Client, idOrName: string): Promise<Received<Policy>> {
  if (/^pol_[0-9a-z]+$/.test(idOrName)) return client.call(policyRoutes.get, { params: { id: idOrName } });
  const { value } = await readPages(true, {}, (paging) => client.call(policyRoutes.list, { query: paging }));
  const [only, ...more] = value.items.filter(({ name }) => name.toLowerCase() === idOrName.toLowerCase());
  if (only && more.length === 0) return client.call(policyRoutes.get, { params: { id: only.id } });
  const known = value.items.map(({ id, name }) => `  ${id}  ${name}`).join('\n');
  throw new WrongUsage(
    only ? `${more.length + 1} policies are called ${idOrName}.` : `No policy is called ${idOrName}.`,
    known === '' ? 'There is none yet.' : `Name one by its id:\n${known}`,
  );
}

const whoOf = (form: PolicyForm): string => {
  if (!('who' in form)) return 'everyone it reaches';
  if (form.who.kind === 'group') return `members of ${form.who.groupId}`;
  return form.who.kind === 'department' ? `department ${form.who.department}` : 'everyone';
};
const byItself = 'nobody: approves by itself';
const approvalOf = (form: PolicyForm): string => {
  if (form.shape === 'forbid') return 'never';
  if (form.shape === 'automatic') return byItself;
  return (
    form.approval.map(({ kind }) => kind).join(', then ') || (form.shape === 'extra-approval' ? 'nobody' : byItself)
  );
};

const policyText = (policy: Policy): string =>
  [
    `${policy.name} (${policy.id}): ${policy.isEnabled ? 'in force' : 'switched off'}`,
    `  Shape        ${policy.form.shape}`,
    `  For          ${whoOf(policy.form)}`,
    `  Asks         ${approvalOf(policy.form)}`,
    ...('maxMinutes' in policy.form ? [`  At most      ${span(policy.form.maxMinutes)}`] : []),
    `  Changed      ${moment(policy.updatedAt)} UTC`,
    '',
    policy.cedar.trimEnd(),
  ].join('\n');

export function addPolicies(program: Command): void {
  const group = program.command('policies').description('Access policies: who may ask for what, and who decides');
  withPaging(
    listCommand(group, {
      summary: 'Access policies',
      empty: 'No policy yet: nobody may ask for anything. Policies are made on the page Policies.',
      columns: [
        { name: 'Id', of: (row: Policy) => row.id },
        { name: 'Name', of: (row) => row.name },
        { name: 'Shape', of: (row) => row.form.shape },
        { name: 'For', of: (row) => whoOf(row.form) },
        { name: 'Asks', of: (row) => approvalOf(row.form) },
        { name: 'At most', of: (row) => ('maxMinutes' in row.form ? span(row.form.maxMinutes) : '') },
        { name: '', of: (row) => (row.isEnabled ? '' : 'switched off') },
      ],
      read: (client, paging) => client.call(policyRoutes.list, { query: paging }),
    }),
  );
  leaf(group, 'show <policy>', 'One policy, by name or id, with its Cedar text').action(
    acting<object, [string]>(async (run, _options, idOrName) => {
      const received = await findPolicy(run.client, idOrName);
      run.show(received, () => policyText(received.value));
    }),
  );
}
