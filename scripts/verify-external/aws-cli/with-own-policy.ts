import type { Simulator } from '../../../simulator/start.ts';
import { type OwnPolicy, ownPolicyDocuments } from '../../../src/core/connectors/model/setup/own-policy-documents.ts';
import { type Comparison, compared } from '../comparison.ts';
import type { AwsCli } from './aws-cli.ts';
import type { Connected } from './compare-set-up.ts';

/**
 * The set-up page's commands give the role a policy of its own and, after what the policy is for, take it away again:
 * then `last`, which needs it, is refused.
 */
export async function withOwnPolicy(
  aws: AwsCli,
  { credentials }: Simulator,
  { arn, session }: Connected,
  own: OwnPolicy,
  { during, last }: { during: () => Promise<Comparison[]>; last: string[] },
): Promise<Comparison[]> {
  const { administrator } = credentials;
  const documents = ownPolicyDocuments(own, { roleName: arn.split('/').at(-1) ?? '', partition: 'aws' });
  const given = await aws.paste(administrator, documents.awsCli);
  const comparisons = await during();
  const taken = await aws.paste(administrator, documents.takeAway.awsCli);
  const after = await aws.run(session.keys, ...last);
  const isTaken = taken.exitCode === 0 && after.exitCode === aws.refusedExitCode;
  return [
    compared("the page's command gives the policy", given.exitCode === 0 ? undefined : given.stderr),
    ...comparisons,
    compared(
      `the page's command takes it away: ${last.slice(0, 2).join(' ')} is refused`,
      isTaken ? undefined : `${taken.stderr} ${after.stderr}`,
    ),
  ];
}
