import type { Setup } from '../../../../api/types.ts';
import { compactJson } from '../../../../ui/text/compact-json.ts';
import { NumberedSteps, type Way } from '../steps/ways.tsx';
import { TakeAway } from '../take-away.tsx';

type MemberAccounts = Setup['memberAccounts'];
type StackSet = NonNullable<MemberAccounts['stackSet']>;
type Single = NonNullable<MemberAccounts['single']>;

const away = 'To take it away again, empty the member-account role name in step 5, then:';

/** The role in all AWS accounts at once, also in those that come later. */
export function stackSetWays({ roleName }: MemberAccounts, stackSet: StackSet): Way[] {
  const role = <code className="cs-mono">{roleName}</code>;
  const name = <code className="cs-mono">{stackSet.name}</code>;
  return [
    {
      id: 'console',
      label: 'Console',
      code: stackSet.template,
      codeLabel: 'Template of the StackSet',
      language: 'yaml',
      copy: 'Copy template',
      how: <>StackSet {name} for the whole organization, with the template below</>,
      steps: stackSet.console,
      after: (
        <>
          <TakeAway before={away} />
          <NumberedSteps steps={stackSet.takeAway.console} />
        </>
      ),
    },
    {
      id: 'terraform',
      label: 'Terraform',
      code: stackSet.terraform,
      language: 'hcl',
      copy: 'Copy Terraform',
      how: <>StackSet {name}, with its instances in the whole organization</>,
      after: <TakeAway before={away} command={stackSet.takeAway.terraform} />,
    },
    {
      id: 'stack-set',
      label: 'StackSet',
      code: stackSet.template,
      language: 'yaml',
      copy: 'Copy template',
      how: <>The CloudFormation template: role {role} with trust and read policy, parameters filled in</>,
      after: (
        <>
          <TakeAway before={away} />
          <NumberedSteps steps={stackSet.takeAway.console} />
        </>
      ),
    },
    {
      id: 'cli',
      label: 'CLI',
      code: stackSet.awsCli,
      language: 'shell',
      copy: 'Copy commands',
      how: <>In CloudShell of the management AWS account</>,
      after: <TakeAway before={away} command={stackSet.takeAway.awsCli} />,
    },
  ];
}

/** The same role in one AWS account. */
export function singleWays({ roleName, policyName, trustPolicy }: MemberAccounts, single: Single): Way[] {
  const role = <code className="cs-mono">{roleName}</code>;
  const inConsole: Way[] = trustPolicy
    ? [
        {
          id: 'console',
          label: 'Console',
          code: compactJson(trustPolicy),
          codeLabel: 'Trust policy of the role in one AWS account',
          language: 'json',
          copy: 'Copy trust policy',
          how: (
            <>
              IAM › Roles › Create role › <strong>Custom trust policy</strong>, paste, name it {role}; then Add
              permissions › <strong>Create inline policy</strong> › JSON, paste the read policy above, name it{' '}
              <code className="cs-mono">{policyName}</code>
            </>
          ),
          after: (
            <TakeAway before="To take it away again:">
              IAM › Roles › {role} › <strong>Delete</strong>
            </TakeAway>
          ),
        },
      ]
    : [];
  const before = 'To take it away again:';
  return [
    ...inConsole,
    {
      id: 'terraform',
      label: 'Terraform',
      code: single.terraform,
      language: 'hcl',
      copy: 'Copy Terraform',
      how: <>With a provider of that AWS account</>,
      after: <TakeAway before={before} command={single.takeAway.terraform} />,
    },
    {
      id: 'cloudformation',
      label: 'CloudFormation',
      code: single.cloudFormation,
      language: 'yaml',
      copy: 'Copy template',
      how: <>A stack in that AWS account</>,
      after: <TakeAway before={before} command={single.takeAway.cloudFormation} />,
    },
    {
      id: 'cli',
      label: 'CLI',
      code: single.awsCli,
      language: 'shell',
      copy: 'Copy commands',
      how: <>In CloudShell of that AWS account</>,
      after: <TakeAway before={before} command={single.takeAway.awsCli} />,
    },
  ];
}
