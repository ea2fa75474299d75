import type { Connector } from '../../../../contract/connectors.ts';
import { moment } from '../../output/printable.ts';

const indented = (text: string): string[] => text.split('\n').map((line) => `  ${line}`);

/** Why it is in error or held, and the way out. */
const reasonLines = ({ statusReason }: Connector): string[] =>
  statusReason
    ? [
        `  ${statusReason.message}`,
        ...(statusReason.awsError ? [`  AWS said: ${statusReason.awsError}`] : []),
        ...indented(statusReason.mend),
      ]
    : [];

/** One connector as a few lines: state first, then what it is. */
export const connectorText = (connector: Connector): string =>
  [
    `${connector.name} (${connector.id}): ${connector.deletedAt ? `deleted ${moment(connector.deletedAt)} UTC` : connector.status}`,
    ...reasonLines(connector),
    `  Application  ${connector.application.name}`,
    `  Owners       ${connector.owners.map(({ name }) => name).join(', ')}`,
    `  Role         ${connector.roleArn ?? 'not given yet'}`,
    `  Reads        ${[
      'IAM',
      ...(connector.organizationsEnabled ? ['Organizations'] : []),
      ...(connector.identityCenterEnabled ? [`Identity Center in ${connector.identityCenterRegion}`] : []),
    ].join(', ')}`,
    ...(connector.organizationsEnabled ? [`  Member role  ${memberRole(connector)}`] : []),
    ...(connector.scimEnabled || connector.scimToken ? [`  SCIM         ${scim(connector)}`] : []),
    `  Changes AWS  ${connector.provisioningEnabled ? 'yes' : 'no: changes become tasks with instructions'}`,
    `  Last sync    ${connector.lastSyncedAt ? `${moment(connector.lastSyncedAt)} UTC` : 'never'}`,
    `  Syncs        ${connector.schedule}${connector.isPaused ? ', paused' : ''}`,
    `  Next sync    ${connector.nextSyncAt ? `${moment(connector.nextSyncAt)} UTC` : '–'}`,
    `  CloudTrail   ${looks(connector)}`,
    `  Holds        a sync that removes more than ${connector.holdSharePercent} %, from ${connector.holdMinimum} on`,
    ...(connector.ownersToldAt
      ? [`  Failed       ${connector.failuresInARow} times in a row; owners told ${moment(connector.ownersToldAt)} UTC`]
      : []),
    ...(connector.hold ? [`  Would vanish countersign connectors held ${connector.id}`] : []),
    ...(connector.gapCount > 0
      ? [`  Not read     ${connector.gapCount}: countersign connectors gaps ${connector.id}`]
      : []),
  ].join('\n');

const memberRole = ({ memberRoleName, awsAccountId }: Connector): string =>
  memberRoleName === null
    ? 'none: IAM of the other AWS accounts is not read'
    : `${memberRoleName}, in each AWS account${awsAccountId ? ` but ${awsAccountId}` : ''}`;

const looks = ({ refreshIntervalMinutes, lastLookedAt }: Connector): string =>
  refreshIntervalMinutes === null
    ? 'is not looked into between syncs'
    : `is looked into every ${refreshIntervalMinutes} min${lastLookedAt ? `, last ${moment(lastLookedAt)} UTC` : ''}`;

/** Endpoint and dates; the token itself is given to nobody. */
const scim = ({ scimEnabled, scimEndpoint, scimToken }: Connector): string => {
  const token = scimToken
    ? `token kept since ${moment(scimToken.savedAt)} UTC, AWS takes it until ${moment(scimToken.expiresAt)} UTC`
    : 'no token';
  return `${scimEnabled ? '' : 'off; '}${scimEndpoint ?? 'no endpoint'}, ${token}`;
};
