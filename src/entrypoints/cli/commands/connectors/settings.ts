import type { Command } from 'commander';
import type { Checklist } from '../../../../contract/connector-setup.ts';
import { type Connector, connectorRoutes } from '../../../../contract/connectors.ts';
import { NotVerified, WrongUsage } from '../../failures.ts';
import { tableOf } from '../../output/table.ts';
import { acting, leaf } from '../leaf.ts';
import { collected, percent, wholeNumber } from '../option-values.ts';
import { connectorText } from './connector-text.ts';
import { findConnector } from './find-connector.ts';
import { findOwners } from './find-owners.ts';
import { type ScimOptions, scimSettings, withScim } from './scim-options.ts';

interface SettingsOptions extends ScimOptions {
  roleArn?: string;
  organizations?: boolean;
  identityCenter: boolean;
  identityCenterRegion?: string;
  memberRole?: string | false;
}
interface SaveOptions extends SettingsOptions {
  name?: string;
  owner?: string[];
  interval?: number;
  cron?: string;
  timeZone?: string;
  look?: number | false;
  holdShare?: number;
  holdMinimum?: number;
  provisioning?: boolean;
}

const withSettings = (command: Command): Command =>
  withScim(
    command
      .option('--role-arn <arn>', 'ARN of the role you created')
      .option('--organizations', 'read AWS Organizations')
      .option('--no-organizations', 'do not read AWS Organizations')
      .option('--identity-center-region <region>', 'read IAM Identity Center, which lives in this region')
      .option('--no-identity-center', 'do not read IAM Identity Center')
      .option(
        '--member-role <name>',
        'read IAM of the other AWS accounts by the role of this name, or path/name, in each',
      )
      .option('--no-member-role', 'do not read IAM of the other AWS accounts'),
  );

/** Only what was given: everything else stays as it is. */
async function changedSettings(options: SettingsOptions) {
  const { roleArn, organizations, identityCenter, identityCenterRegion, memberRole } = options;
  if (!identityCenter && identityCenterRegion !== undefined)
    throw new WrongUsage('--no-identity-center and --identity-center-region say opposite things.', 'Give one of them.');
  return {
    ...(roleArn !== undefined && { roleArn }),
    ...(organizations !== undefined && { organizationsEnabled: organizations }),
    // The SCIM API is a part of it, and goes with it.
    ...(!identityCenter && { identityCenterEnabled: false, scimEnabled: false }),
    ...(identityCenterRegion !== undefined && { identityCenterEnabled: true, identityCenterRegion }),
    ...(memberRole !== undefined && { memberRoleName: memberRole === false ? null : memberRole }),
    ...(await scimSettings(options)),
  };
}

const settingsOf = (connector: Connector) => ({
  roleArn: connector.roleArn ?? '',
  organizationsEnabled: connector.organizationsEnabled,
  identityCenterEnabled: connector.identityCenterEnabled,
  identityCenterRegion: connector.identityCenterRegion,
  memberRoleName: connector.memberRoleName,
  scimEnabled: connector.scimEnabled,
  scimEndpoint: connector.scimEndpoint,
});

const checklistText = ({ checks, failure }: Checklist, width: number | undefined): string =>
  [
    tableOf(
      [
        { name: 'Outcome', of: (row) => row.outcome },
        { name: 'Check', of: (row) => (row.isOptional ? `Optional: ${row.label}` : row.label) },
        { name: 'Detail', of: detailOf },
      ],
      checks,
      width,
    ),
    ...(failure ? ['', failure.message, failure.mend] : []),
  ].join('\n');

/** Of an optional action that is not granted: what is lost, and no alarm. */
const detailOf = (row: Checklist['checks'][number]): string =>
  row.isOptional && row.outcome === 'not-granted'
    ? [row.detail, row.lost].filter(Boolean).join(' – ')
    : [row.detail, row.awsError && `AWS said: ${row.awsError}`, row.mend].filter(Boolean).join(' – ');

function addTest(group: Command): void {
  withSettings(leaf(group, 'test <connector>', 'Test the connection with the saved settings, or with these')).action(
    acting<SettingsOptions, [string]>(async (run, options, idOrName) => {
      const { value: connector } = await findConnector(run.client, idOrName);
      const body = { ...settingsOf(connector), ...(await changedSettings(options)) };
      const received = await run.client.call(connectorRoutes.test, { params: { id: connector.id }, body });
      run.show(received, () => checklistText(received.value, run.width));
      const failed = received.value.checks.filter((check) => check.outcome === 'fail' && !check.isOptional).length;
      if (failed > 0 || !received.value.isReachable)
        throw new NotVerified(
          received.value.isReachable ? `${failed} of the checks failed.` : 'AWS cannot be reached with these settings.',
          'Mend what the list says, then test again.',
        );
    }),
  );
}

function addSave(group: Command): void {
  withSettings(leaf(group, 'save <connector>', 'Save settings; Countersign then connects and syncs'))
    .option('--name <name>', 'new name of the connector')
    .option('--owner <email>', 'owners instead of the present ones; may be repeated', collected)
    .option('--interval <minutes>', 'minutes between syncs', wholeNumber)
    .option('--cron <expression>', 'times to sync at instead, e.g. "0 6 * * *"; with --time-zone')
    .option('--time-zone <name>', 'time zone of --cron, e.g. Europe/Berlin')
    .option('--look <minutes>', "minutes between looks into CloudTrail's history for what changed", wholeNumber)
    .option('--no-look', "never look into CloudTrail's history")
    .option('--hold-share <percent>', 'hold a sync that would remove more than this share; 100: never', percent)
    .option('--hold-minimum <count>', 'and never one that would remove less than this', wholeNumber)
    .option('--provisioning', 'Countersign may change AWS: the role needs the provisioning policy as well')
    .option('--no-provisioning', 'changes become tasks for the owners')
    .action(
      acting<SaveOptions, [string]>(async (run, options, idOrName) => {
        const { value: connector } = await findConnector(run.client, idOrName);
        if (options.interval !== undefined && options.cron !== undefined)
          throw new WrongUsage('--interval and --cron say opposite things.', 'Give one of them.');
        const body = {
          ...(await changedSettings(options)),
          ...(options.name !== undefined && { name: options.name }),
          ...(options.owner && { ownerIds: await findOwners(run.client, options.owner) }),
          ...(options.interval !== undefined && { syncIntervalMinutes: options.interval }),
          ...(options.cron !== undefined && { syncCron: options.cron }),
          ...(options.timeZone !== undefined && { syncTimeZone: options.timeZone }),
          ...(typeof options.look === 'number' && { refreshIntervalMinutes: options.look }),
          ...(options.look === false && { refreshIntervalMinutes: null }),
          ...(options.holdShare !== undefined && { holdSharePercent: options.holdShare }),
          ...(options.holdMinimum !== undefined && { holdMinimum: options.holdMinimum }),
          ...(options.provisioning !== undefined && { provisioningEnabled: options.provisioning }),
        };
        if (Object.keys(body).length === 0)
          throw new WrongUsage('Nothing to save was given.', 'See `countersign connectors save --help`.');
        const input = { params: { id: connector.id }, body };
        const received = await run.client.call(connectorRoutes.change, input, connector.version);
        run.show(received, () => connectorText(received.value));
        run.note(`\nNext: countersign connectors logs ${connector.id} --follow`);
      }),
    );
}

export function addSettings(group: Command): void {
  addTest(group);
  addSave(group);
}
