import { Refusal } from '../../shared/refusal.ts';
import type { Checklist } from '../model/checklist.ts';
import type { Connector } from '../model/connector.ts';
import type { ConnectorSettings } from '../model/connector-settings.ts';
import { parseRoleArn } from '../model/role-arn.ts';
import type { ConnectorStore, CoverageClaim } from '../ports.ts';

const words: Record<CoverageClaim['family'], (id: string) => string> = {
  iam: (id) => `AWS account ${id}`,
  organizations: (id) => `Organization ${id}`,
  'identity-center': (id) => `Identity Center instance ${id}`,
};

/** Once facts exist, a connector stays with its AWS account (CON-18). Refuses `connector-covers-other-account`. */
export const requireSameAwsAccount = (connector: Connector, settings: ConnectorSettings): void => {
  if (connector.lastSyncedAt === null || connector.awsAccountId === null || settings.roleArn === null) return;
  const { awsAccountId } = parseRoleArn(settings.roleArn);
  if (awsAccountId === connector.awsAccountId) return;
  throw new Refusal(
    'conflict',
    'connector-covers-other-account',
    `This connector has read AWS account ${connector.awsAccountId}, and its history stays with it. For AWS account ${awsAccountId} add a new connector.`,
    { field: 'roleArn', facts: { awsAccountId: connector.awsAccountId, roleAwsAccountId: awsAccountId } },
  );
};

/** One AWS account, organization or instance is read by one connector (CON-18). Refuses `coverage-taken` naming it. */
export const requireFreeCoverage = async (
  connectors: ConnectorStore,
  connector: Connector,
  settings: ConnectorSettings,
  checklist: Checklist | null,
): Promise<void> => {
  if (settings.roleArn === null) return;
  const claims: CoverageClaim[] = [{ family: 'iam', nativeId: parseRoleArn(settings.roleArn).awsAccountId }];
  if (settings.organizationsEnabled && checklist?.organizationId)
    claims.push({ family: 'organizations', nativeId: checklist.organizationId });
  if (settings.identityCenterEnabled && checklist?.identityCenterInstanceArn)
    claims.push({ family: 'identity-center', nativeId: checklist.identityCenterInstanceArn });
  const taken = await connectors.coveredBy(claims, connector.id);
  if (!taken) return;
  const what = words[taken.family](taken.nativeId);
  throw new Refusal('conflict', 'coverage-taken', `${what} is read by the connector ${taken.connectorName} already.`, {
    field:
      taken.family === 'iam'
        ? 'roleArn'
        : `${taken.family === 'organizations' ? 'organizations' : 'identityCenter'}Enabled`,
    facts: {
      family: taken.family,
      nativeId: taken.nativeId,
      connectorId: taken.connectorId,
      connectorName: taken.connectorName,
    },
  });
};
