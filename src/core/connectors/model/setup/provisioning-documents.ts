import type { AwsPartition } from '../aws-regions.ts';
import { provisioningPolicy, provisioningPolicyName } from '../provisioning-permissions.ts';
import {
  hclQuote,
  policyInCloudFormation,
  policyInTerraform,
  prettyJson,
  putRolePolicyCommand,
  regionOption,
  shellQuote,
} from './policy-texts.ts';

export interface ProvisioningDocuments {
  policy: string;
  terraform: string;
  cloudFormation: string;
  awsCli: string;
  /** The commands by which it goes again, whichever way it came; the role and its read policy stay. */
  takeAway: { terraform: string; cloudFormation: string; awsCli: string };
}

/**
 * What lets Countersign change AWS, each form a document of its own: added to the role that reads, and taken away again,
 * without touching that role's documents (CON-5). The role is named, not referred to, because it may have been made in
 * any way.
 */
export function provisioningDocuments(input: { roleName: string; partition: AwsPartition }): ProvisioningDocuments {
  const { roleName, partition } = input;
  const policy = provisioningPolicy(partition);
  const inRole = (role: string) => ({ name: provisioningPolicyName, role, policy });
  return {
    policy: prettyJson(policy),
    terraform: `# ${fileName}.tf\n${policyInTerraform('countersign_provisioning', inRole(hclQuote(roleName)))}`,
    cloudFormation: `AWSTemplateFormatVersion: "2010-09-09"
Description: "What Countersign needs to change access, beside what it needs to read"
# aws cloudformation deploy --template-file ${fileName}.yaml --stack-name ${fileName} --capabilities CAPABILITY_NAMED_IAM
Resources:
${policyInCloudFormation('CountersignProvisioningPolicy', inRole(JSON.stringify(roleName)))}`,
    awsCli: putRolePolicyCommand(partition, inRole(shellQuote(roleName))),
    takeAway: {
      terraform: `rm ${fileName}.tf\nterraform apply\n`,
      cloudFormation: `aws cloudformation delete-stack --stack-name ${fileName}\n`,
      awsCli: `aws iam delete-role-policy${regionOption(partition)} --role-name ${shellQuote(roleName)} --policy-name ${provisioningPolicyName}\n`,
    },
  };
}

/** Of the Terraform file and the template, and the stack's name as well. */
const fileName = 'countersign-provisioning';
