import { readFileSync } from 'node:fs';
import { Command, CommanderError } from 'commander';
import { addAccess } from './commands/access/index.ts';
import { addAudit } from './commands/audit/index.ts';
import { addCompletion } from './commands/completion.ts';
import { addConnectors } from './commands/connectors/index.ts';
import { addDelegations } from './commands/delegations/index.ts';
import { addEvidence } from './commands/evidence.ts';
import { addIdentityProviders } from './commands/federation/index.ts';
import { addInbox } from './commands/inbox.ts';
import {
  addAwsAccounts,
  addGroups,
  addIdentities,
  addPeople,
  addPermissionSets,
  addRoles,
} from './commands/inventory.ts';
import { withCommonOptions } from './commands/leaf.ts';
import { addMembers } from './commands/members.ts';
import { addPolicies } from './commands/policies.ts';
import { addCatalog } from './commands/requests/catalog.ts';
import { addRequests } from './commands/requests/index.ts';
import { addLeases } from './commands/requests/leases.ts';
import { addRequest } from './commands/requests/request.ts';
import { addTasks } from './commands/requests/tasks.ts';
import { addCampaigns } from './commands/reviews/campaigns.ts';
import { addReviews } from './commands/reviews/reviews.ts';
import { addSession } from './commands/session.ts';
import { exitCodes } from './failures.ts';
import { reportFailure } from './output/report-failure.ts';

const { version } = JSON.parse(readFileSync(new URL('../../../package.json', import.meta.url), 'utf8')) as {
  version: string;
};
const helpFoot = `
Exit codes: 0 done, 1 refused by the server, 2 wrong usage, 3 not verified, 4 server unreachable.
COUNTERSIGN_URL names the server, COUNTERSIGN_CONFIG the file that keeps the token.`;

function buildProgram(): Command {
  const program = withCommonOptions(new Command('countersign'))
    .description('Who can reach what in AWS, and asking for it: talks to a Countersign server.')
    .version(version)
    .showHelpAfterError('(add --help for what it takes)')
    .exitOverride()
    .addHelpText('after', helpFoot);
  addSession(program);
  addConnectors(program);
  addAccess(program);
  addCatalog(program);
  addRequest(program);
  addRequests(program);
  addLeases(program);
  addTasks(program);
  addDelegations(program);
  addCampaigns(program);
  addReviews(program);
  addEvidence(program);
  addMembers(program);
  addInbox(program);
  addPolicies(program);
  addAwsAccounts(program);
  addPeople(program);
  addIdentities(program);
  addGroups(program);
  addPermissionSets(program);
  addRoles(program);
  addIdentityProviders(program);
  addAudit(program);
  addCompletion(program);
  return program;
}

/** Help that was asked for is a success; everything else commander ends with is wrong usage. */
const commanderExit = ({ code }: CommanderError): number =>
  ['commander.helpDisplayed', 'commander.version'].includes(code) ? exitCodes.done : exitCodes.wrongUsage;

async function main(): Promise<number> {
  try {
    await buildProgram().parseAsync();
    return exitCodes.done;
  } catch (error) {
    if (error instanceof CommanderError) return commanderExit(error);
    const report = reportFailure(error, process.argv.includes('--json'));
    if (!report) throw error;
    process.stderr.write(`${report.text}\n`);
    return report.exitCode;
  }
}

// `countersign … | head` closes our output early; that is no fault.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') process.exit(exitCodes.done);
  throw error;
});
process.exitCode = await main();
