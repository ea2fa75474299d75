import { type Simulator, startSimulator } from '../../../simulator/start.ts';
import { readActions } from '../../../src/core/connectors/model/permission-table.ts';
import { provisioningDocuments } from '../../../src/core/connectors/model/setup/provisioning-documents.ts';
import { type Comparison, compared, type Findings, type Section } from '../comparison.ts';
import { each } from '../each.ts';
import { AwsCli, awsCliVersion } from './aws-cli.ts';
import { compareErrors } from './compare-errors.ts';
import { compareRefusals, sessionWithoutRights } from './compare-refusals.ts';
import { compareSetUp } from './compare-set-up.ts';
import { compareSignIn } from './compare-sign-in.ts';
import { operationOf } from './operation.ts';
import { prepare } from './prepare.ts';
import { compareListings } from './reads/compare-listings.ts';
import { compareManyPages } from './reads/compare-many-pages.ts';
import { compareRead, compareReadByPages } from './reads/compare-read.ts';
import { type ReadCase, readCases, subjectsOf } from './reads/read-cases.ts';
import { usedActions } from './used-actions.ts';
import { compareAssignments } from './writes/compare-assignments.ts';
import { compareDirectoryMembership, compareIamMembership } from './writes/compare-memberships.ts';
import { compareRoles } from './writes/compare-roles.ts';
import { compareTrail } from './writes/compare-trail.ts';

/** The unmodified aws CLI against the simulated AWS: every operation that the product uses, and what AWS refuses. */
export async function askWithAwsCli(): Promise<Findings> {
  const version = await awsCliVersion();
  if (version === undefined)
    return { sections: [], missing: [{ judge: 'aws CLI', reason: 'there is no `aws` on the PATH' }] };
  const simulator = await startSimulator({ world: 'demo', throttling: false, assignmentDelayMs: 500, eventDelayMs: 0 });
  try {
    const region = simulator.world.identityCenters[0]?.base.region ?? 'us-east-1';
    const aws = new AwsCli(version, simulator.url, region);
    const sections = await askAll(aws, simulator, region);
    const titled = sections.map(({ title, ...rest }) => ({ title: `aws CLI ${version}: ${title}`, ...rest }));
    return { sections: titled, missing: [] };
  } finally {
    await simulator.stop();
  }
}

async function askAll(aws: AwsCli, simulator: Simulator, region: string): Promise<Section[]> {
  const { administrator } = simulator.credentials;
  const { comparisons, session, roleArn, trustPolicy } = await compareSetUp(aws, simulator);
  const sections: Section[] = [{ title: 'the role as the set-up page makes it', comparisons }];
  const add = (title: string, ...found: Comparison[][]) => sections.push({ title, comparisons: found.flat() });

  const prepared = await prepare(aws, simulator);
  const cases = readCases(subjectsOf(simulator.world));
  const mayRead = ({ action }: ReadCase) => (readActions as readonly string[]).includes(action);
  const inRole = { aws, keys: session.keys, simulator, region };
  const asAdministrator = { ...inRole, keys: administrator };
  add('what it lists is what there is', await compareListings(aws, session.keys, simulator));
  add(
    'reading in the role, the same as by the SDK',
    await each(cases.filter(mayRead), 2, (one) => compareReadByPages(inRole, one)),
  );
  add(
    'reading what that role may not, as an administrator',
    prepared,
    await each(
      cases.filter((one) => !mayRead(one)),
      2,
      (one) => compareRead(asAdministrator, one),
    ),
  );
  add('reading more than one of AWS’s own pages', await compareManyPages(aws.version));

  const provisioning = provisioningDocuments({ roleName: roleArn.split('/').at(-1) ?? '', partition: 'aws' });
  const given = await aws.paste(administrator, provisioning.awsCli);
  add(
    'changing in the role, with the policy that the set-up page gives',
    [compared("the page's command gives the policy", given.exitCode === 0 ? undefined : given.stderr)],
    await compareDirectoryMembership(aws, session.keys, simulator),
    await compareIamMembership(aws, session.keys, simulator),
    await compareAssignments(aws, session.keys, simulator),
    await compareRoles(aws, simulator, trustPolicy),
  );
  const taken = await aws.paste(administrator, provisioning.takeAway.awsCli);
  const pair = ['--group-name', 'Auditors', '--user-name', 'metrics-exporter'];
  const after = await aws.run(session.keys, 'iam', 'add-user-to-group', ...pair);
  const isTaken = taken.exitCode === 0 && after.exitCode === aws.refusedExitCode;
  add('changing when that policy is taken away again', [
    compared("the page's command takes it, and iam add-user-to-group is refused", isTaken ? undefined : after.stderr),
  ]);

  add('those changes in CloudTrail', await compareTrail(aws, administrator, roleArn));

  const used = usedActions();
  const powerless = await sessionWithoutRights(aws, simulator, trustPolicy);
  const refusable = used.filter((action) => !action.startsWith('sts:'));
  add('a role without policies', await compareRefusals(aws, powerless, simulator, refusable));
  add('errors', await compareErrors(aws, simulator));
  add('a person at the command line', await compareSignIn(aws, simulator));

  const uncalled = used.filter((action) => !aws.answered.has(operationOf(action).command.join(' ')));
  add('coverage', [
    compared(
      `each of the ${used.length} operations that the product uses was called and answered`,
      uncalled.length > 0 ? `never answered: ${uncalled.join(', ')}` : undefined,
    ),
  ]);
  return sections;
}
