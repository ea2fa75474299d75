import type { AwsPartition } from '../aws-regions.ts';
import {
  type DocumentForms,
  hclQuote,
  lowerWith,
  type PolicyDocument,
  policyInCloudFormation,
  policyInTerraform,
  prettyJson,
  putRolePolicyCommand,
  regionOption,
  shellQuote,
} from './policy-texts.ts';

/** A policy that a role may be given beyond the minimum read policy. */
export interface OwnPolicy {
  name: string;
  policy: PolicyDocument;
  /** What it is for, as the template says it. */
  description: string;
}

export interface OwnPolicyDocuments extends DocumentForms {
  policy: string;
  /** The commands by which it goes again, whichever way it came; the role and its other policies stay. */
  takeAway: DocumentForms;
}

/**
 * The policy in a document of its own in each form: added to the role that reads, and taken away again, without touching
 * that role's documents (CON-5). The role is named, not referred to, because it may have been made in any way.
 */
export function ownPolicyDocuments(
  { name, policy, description }: OwnPolicy,
  { roleName, partition }: { roleName: string; partition: AwsPartition },
): OwnPolicyDocuments {
  // Of the Terraform file and the template, and the stack's name as well.
  const fileName = lowerWith('-', name);
  const inRole = (role: string) => ({ name, role, policy });
  return {
    policy: prettyJson(policy),
    terraform: `# ${fileName}.tf\n${policyInTerraform(inRole(hclQuote(roleName)))}`,
    cloudFormation: `AWSTemplateFormatVersion: "2010-09-09"
Description: ${JSON.stringify(description)}
# aws cloudformation deploy --template-file ${fileName}.yaml --stack-name ${fileName} --capabilities CAPABILITY_NAMED_IAM
Resources:
${policyInCloudFormation(inRole(JSON.stringify(roleName)))}`,
    awsCli: putRolePolicyCommand(partition, inRole(shellQuote(roleName))),
    takeAway: {
      terraform: `rm ${fileName}.tf\nterraform apply\n`,
      cloudFormation: `aws cloudformation delete-stack --stack-name ${fileName}\n`,
      awsCli: `aws iam delete-role-policy${regionOption(partition)} --role-name ${shellQuote(roleName)} --policy-name ${name}\n`,
    },
  };
}
