import { globalRegionOf } from '../aws-regions.ts';
import {
  jsonInShell,
  type MemberRole,
  memberRoleTemplate,
  memberStackName,
  organizationInShell,
  templateParameters,
} from './member-role-documents.ts';
import { hclQuote, regionOption, shellQuote } from './policy-texts.ts';
import { inColumns } from './role-texts.ts';

/** As AWS asks for it before the first StackSet with service-managed permissions; given twice it stays given. */
const activate = (region: string) => `aws cloudformation activate-organizations-access --region ${region}`;
const description = 'The role that Countersign reads IAM through';

/**
 * The role in all AWS accounts of the organization at once, and in those that join later (CON-5, CON-11). IAM is not
 * regional, so the stacks lie in one region: the partition's own, which no AWS account can have switched off. AWS deploys
 * none to the management AWS account:
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/stacksets-orgs-associate-stackset-with-org.html
 */
export const stackSetDocuments = (role: MemberRole) => {
  const region = globalRegionOf(role.partition);
  return {
    name: memberStackName,
    template: memberRoleTemplate(role),
    console: consoleSteps(role, region),
    terraform: terraform(role, region),
    awsCli: awsCli(role, region),
    takeAway: {
      console: [
        `In the management AWS account, region ${region}: CloudFormation > StackSets > ${memberStackName} > Actions > Delete stacks from StackSet. Organizational unit: the id of the root (r-…, as AWS Organizations shows it); region: ${region}.`,
        'Once that operation has succeeded: Actions > Delete StackSet.',
      ],
      terraform: `rm ${terraformFile}\nterraform apply\n`,
      awsCli: takeAway(role, region),
    },
  };
};

const consoleSteps = ({ organizationId }: MemberRole, region: string): string[] => [
  `In the management AWS account, region ${region}: CloudFormation > StackSets. Where it offers "Activate trusted access", choose that first.`,
  `Create StackSet > Service-managed permissions > Upload a template file: the template, kept as ${memberStackName}.yaml.`,
  organizationId === null
    ? `Name it ${memberStackName}. Countersign does not know the organization yet: enter OrganizationId (o-…, in AWS Organizations under Settings, or from aws organizations describe-organization). The other parameters are filled in.`
    : `Name it ${memberStackName}. Its parameters are filled in.`,
  'Acknowledge that it makes IAM resources with custom names.',
  `Deploy to organization, automatic deployment activated, delete stacks on account removal, and one region: ${region}. IAM is the same in all of them.`,
  'Submit. AWS deploys no StackSet to the management AWS account: where the connector has its role in another one, make the role there by hand.',
];

const terraformFile = `${memberStackName}-stack-set.tf`;

/** Without a region of its own the stacks lie in the provider's: the argument's name changed with version 6 of it. */
function terraform(role: MemberRole, region: string): string {
  const parameters = templateParameters(role).map(
    ({ name, value }) =>
      [name, value === null ? 'data.aws_organizations_organization.countersign.id' : hclQuote(value)] as const,
  );
  return `# ${terraformFile}: with a provider for the management AWS account
# Once before: ${activate(region)}
data "aws_organizations_organization" "countersign" {}

resource "aws_cloudformation_stack_set" "countersign_member" {
  name             = ${hclQuote(memberStackName)}
  description      = ${hclQuote(description)}
  permission_model = "SERVICE_MANAGED"
  capabilities     = ["CAPABILITY_NAMED_IAM"]

  auto_deployment {
    enabled                          = true
    retain_stacks_on_account_removal = false
  }

  parameters = {
${inColumns('    ', parameters)}
  }

  template_body = <<-YAML
${indented(hclInHeredoc(memberRoleTemplate(role)))}
  YAML

  # AWS fills it in, which earlier versions of the provider take for a change.
  lifecycle {
    ignore_changes = [administration_role_arn]
  }
}

resource "aws_cloudformation_stack_set_instance" "countersign_member" {
  stack_set_name = aws_cloudformation_stack_set.countersign_member.name

  deployment_targets {
    organizational_unit_ids = [data.aws_organizations_organization.countersign.roots[0].id]
  }

  operation_preferences {
    failure_tolerance_percentage = 100
    max_concurrent_percentage    = 100
  }
}
`;
}

const indented = (text: string) =>
  text
    .trimEnd()
    .split('\n')
    .map((line) => `    ${line}`)
    .join('\n');

/** In a heredoc only the start of a template is more than it says. */
const hclInHeredoc = (text: string) => text.replace(/[$%](?=\{)/g, (sign) => sign + sign);

const rootInShell = ({ partition }: MemberRole) =>
  `ROOT_ID="$(aws organizations list-roots${regionOption(partition)} --query 'Roots[0].Id' --output text)"`;

/** One AWS account that fails, as a suspended one does, holds up no other: hence the preferences. */
const everywhere = (region: string) => `--regions ${region} --deployment-targets OrganizationalUnitIds="$ROOT_ID" \\
  --operation-preferences FailureTolerancePercentage=100,MaxConcurrentPercentage=100`;

/** For sh, bash and zsh (CloudShell has bash), in the management AWS account. */
function awsCli(role: MemberRole, region: string): string {
  const parameters = (organizationId: string) =>
    templateParameters({ ...role, organizationId }).map(({ name, value }) => ({
      ParameterKey: name,
      ParameterValue: value,
    }));
  return `${activate(region)}
${organizationInShell(role)}${rootInShell(role)}
aws cloudformation create-stack-set --region ${region} --stack-set-name ${memberStackName} \\
  --description ${shellQuote(description)} \\
  --permission-model SERVICE_MANAGED --capabilities CAPABILITY_NAMED_IAM \\
  --auto-deployment Enabled=true,RetainStacksOnAccountRemoval=false \\
  --parameters ${jsonInShell(parameters, role)} \\
  --template-body ${shellQuote(memberRoleTemplate(role))}
aws cloudformation create-stack-instances --region ${region} --stack-set-name ${memberStackName} \\
  ${everywhere(region)}
`;
}

/** A StackSet can only go once its stacks have, and the aws CLI has nothing that waits for that. */
const takeAway = (role: MemberRole, region: string) => `${rootInShell(role)}
OPERATION_ID="$(aws cloudformation delete-stack-instances --region ${region} --stack-set-name ${memberStackName} \\
  ${everywhere(region)} \\
  --no-retain-stacks --query OperationId --output text)"
while aws cloudformation describe-stack-set-operation --region ${region} --stack-set-name ${memberStackName} \\
  --operation-id "$OPERATION_ID" --query StackSetOperation.Status --output text | grep -qE 'QUEUED|RUNNING'; do sleep 10; done
aws cloudformation delete-stack-set --region ${region} --stack-set-name ${memberStackName}
`;
