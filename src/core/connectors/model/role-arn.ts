import { Refusal } from '../../shared/refusal.ts';
import { type AwsPartition, awsPartitions } from './aws-regions.ts';

export interface RoleArn {
  arn: string;
  partition: AwsPartition;
  awsAccountId: string;
  /** With both slashes, `/` when the role has none. */
  path: string;
  roleName: string;
}

// Path and name as the IAM API takes them: https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreateRole.html
const shape = /^arn:([a-z-]+):iam::(\d{12}):role(\/(?:[\u0021-\u007e]{1,510}\/)?)([\w+=,.@-]{1,64})$/;

/** `Name` or `path/Name`, as it stands in the role's ARN after `role/`. */
export const isRoleName = (text: string): boolean => shape.test(`arn:aws:iam::123456789012:role/${text}`);

/** Reads a role ARN of any offered partition; refuses `role-arn-invalid` (field `roleArn`) for anything else (CON-6). */
export function parseRoleArn(text: string): RoleArn {
  const arn = text.trim();
  const match = shape.exec(arn);
  const partition = awsPartitions.find((each) => each === match?.[1]);
  if (!match || !partition) {
    throw new Refusal('invalid', 'role-arn-invalid', explain(arn), { field: 'roleArn', facts: { roleArn: arn } });
  }
  return {
    arn,
    partition,
    awsAccountId: match[2] as string,
    path: match[3] as string,
    roleName: match[4] as string,
  };
}

/** The mistakes people make when they copy from the IAM console, each with its own sentence. */
function explain(arn: string): string {
  if (arn === '') return 'Enter the ARN of the role that you created.';
  if (/^arn:[a-z-]+:sts::\d{12}:assumed-role\//.test(arn)) {
    return 'This is the ARN of a session of a role. Enter the ARN of the role itself, arn:aws:iam::<AWS account>:role/<name>.';
  }
  if (/^arn:[a-z-]+:iam::\d{12}:(user|group|policy|instance-profile)\//.test(arn)) {
    const kind = /:(user|group|policy|instance-profile)\//.exec(arn)?.[1];
    return `This is the ARN of an IAM ${kind}, not of a role.`;
  }
  const partition = /^arn:([a-z-]+):iam::\d{12}:role\//.exec(arn)?.[1];
  if (partition && !awsPartitions.some((each) => each === partition)) {
    return `The partition ${partition} is not supported. Supported: ${awsPartitions.join(', ')}.`;
  }
  return 'A role ARN looks like arn:aws:iam::123456789012:role/Countersign.';
}
