import { type Simulator, startSimulator } from '../../../simulator/start.ts';
import { furtherReadActions } from '../../../src/core/connectors/model/further-read-permissions.ts';
import { readActions } from '../../../src/core/connectors/model/permission-table.ts';
import { furtherReadOwnPolicy, provisioningOwnPolicy } from '../../../src/core/connectors/model/setup/own-policies.ts';
import { type Comparison, compared, type Findings, type Section } from '../comparison.ts';
import { each } from '../each.ts';
import { AwsCli, awsCliVersion } from './aws-cli.ts';
import { compareErrors } from './compare-errors.ts';
import { compareRefusals, sessionWithoutRights } from './compare-refusals.ts';
import { type Connected, compareSetUp } from './compare-set-up.ts';
import { compareSignIn } from './compare-sign-in.ts';
import { operationOf } from './operation.ts';
import { prepare } from './prepare.ts';
import { compareListings } from './reads/compare-listings.ts';
import { compareManyPages } from './reads/compare-many-pages.ts';
import { compareRead, compareReadByPages } from './reads/compare-read.ts';
import { type ReadCase, readCases, subjectsOf } from './reads/read-cases.ts';
import { usedActions } from './used-actions.ts';
import { withOwnPolicy } from './with-own-policy.ts';
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

interface Asking {
  aws: AwsCli;
  simulator: Simulator;
  region: string;
}
/** Programs at a time: each starts a Python. */
const LIMIT = 4;

async function askAll(aws: AwsCli, simulator: Simulator, region: string): Promise<Section[]> {
  const asking = { aws, simulator, region };
  const { comparisons, ...role } = await compareSetUp(aws, simulator);
  return [
    { title: 'the role as the set-up page makes it', comparisons },
    ...(await readingSections(asking, role)),
    ...(await changingSections(asking, role)),
    ...(await refusingSections(asking, role)),
    { title: 'coverage', comparisons: [compareCoverage(aws)] },
  ];
}

async function readingSections({ aws, simulator, region }: Asking, role: Connected): Promise<Section[]> {
  const { keys } = role.session;
  const prepared = await prepare(aws, simulator);
  const [listings, manyPages] = await Promise.all([
    compareListings(aws, keys, simulator),
    compareManyPages(aws.version),
  ]);
  const cases = readCases(subjectsOf(simulator.world));
  const among =
    (actions: readonly string[]) =>
    ({ action }: ReadCase) =>
      actions.includes(action);
  const inRole = { aws, keys, simulator, region };
  const asAdministrator = { ...inRole, keys: simulator.credentials.administrator };
  const read = await each(cases.filter(among(readActions)), LIMIT, (one) => compareReadByPages(inRole, one));
  const further = await withOwnPolicy(aws, simulator, role, furtherReadOwnPolicy(), {
    during: () => each(cases.filter(among(furtherReadActions)), LIMIT, (one) => compareReadByPages(inRole, one)),
    last: ['iam', 'get-account-authorization-details'],
  });
  const isOther = ({ action }: ReadCase) => ![...readActions, ...furtherReadActions].includes(action as never);
  const others = await each(cases.filter(isOther), LIMIT, (one) => compareRead(asAdministrator, one));
  return [
    { title: 'what it lists is what there is', comparisons: listings },
    { title: 'reading in the role, the same as by the SDK', comparisons: read },
    { title: 'reading further in the role, with the policy that the set-up page gives', comparisons: further },
    {
      title: 'reading what that role may not, as an administrator',
      comparisons: [...prepared, ...others],
    },
    { title: 'reading more than one of AWS’s own pages', comparisons: manyPages },
  ];
}

async function changingSections({ aws, simulator }: Asking, role: Connected): Promise<Section[]> {
  const { keys } = role.session;
  const comparisons = await withOwnPolicy(aws, simulator, role, provisioningOwnPolicy('aws'), {
    during: async () => {
      const changes = await Promise.all([
        compareDirectoryMembership(aws, keys, simulator),
        compareIamMembership(aws, keys, simulator),
        compareAssignments(aws, keys, simulator),
        compareRoles(aws, simulator, role.trustPolicy),
      ]);
      return changes.flat();
    },
    last: ['iam', 'add-user-to-group', '--group-name', 'Auditors', '--user-name', 'metrics-exporter'],
  });
  return [
    { title: 'changing in the role, with the policy that the set-up page gives', comparisons },
    {
      title: 'those changes in CloudTrail',
      comparisons: await compareTrail(aws, simulator.credentials.administrator, role.arn),
    },
  ];
}

async function refusingSections({ aws, simulator }: Asking, role: Connected): Promise<Section[]> {
  const powerless = await sessionWithoutRights(aws, simulator, role.trustPolicy);
  const refusable = usedActions().filter((action) => !action.startsWith('sts:'));
  const [refusals, signIn] = await Promise.all([
    compareRefusals(aws, powerless, simulator, refusable),
    compareSignIn(aws, simulator),
  ]);
  return [
    { title: 'a role without policies', comparisons: refusals },
    { title: 'errors', comparisons: await compareErrors(aws, simulator) },
    { title: 'a person at the command line', comparisons: signIn },
  ];
}

function compareCoverage(aws: AwsCli): Comparison {
  const used = usedActions();
  const uncalled = used.filter((action) => !aws.answered.has(operationOf(action).command.join(' ')));
  return compared(
    `each of the ${used.length} operations that the product uses was called and answered`,
    uncalled.length > 0 ? `never answered: ${uncalled.join(', ')}` : undefined,
  );
}
