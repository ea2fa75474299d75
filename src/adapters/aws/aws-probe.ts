import type { AwsConnection } from '../../core/connectors/model/aws-connection.ts';
import type { Check, Checklist } from '../../core/connectors/model/checklist.ts';
import { furtherReadPermissions } from '../../core/connectors/model/further-read-permissions.ts';
import { readPermissions } from '../../core/connectors/model/permission-table.ts';
import { parseRoleArn } from '../../core/connectors/model/role-arn.ts';
import type { AwsProbe } from '../../core/connectors/ports.ts';
import type { RateKey } from '../../core/shared/ports.ts';
import type { AwsOptions } from './aws-options.ts';
import { askServiceIdentity } from './probe/ask-service-identity.ts';
import { probeEvents } from './probe/further/further-events.ts';
import { probeFurtherIam } from './probe/further/further-iam.ts';
import { probeFurtherOrganizations } from './probe/further/further-organizations.ts';
import { probeMembers, skipMembers } from './probe/members/probe-members.ts';
import { type Probe, skip } from './probe/probe.ts';
import { probeIam } from './probe/probe-iam.ts';
import { probeIdentityCenter } from './probe/probe-identity-center.ts';
import { notManagement, probeOrganizations } from './probe/probe-organizations.ts';
import { skipTrust, tryAssumeRole, tryCallerIdentity, tryWithoutExternalId } from './probe/probe-trust.ts';
import type { CallIn } from './reading/members/member-session.ts';
import { createAwsClients } from './session/aws-clients.ts';
import { createCallAws } from './session/call-aws.ts';
import { createRoleSession, type RoleSession } from './session/role-session.ts';

/** A person waits for the answer, and a web server or proxy in between gives up later than this. */
const timeoutMs = 9500;

/** Asks AWS what a connector may read, each action once for real (CON-7), and who the product is (CON-17). */
export const createAwsProbe = (options: AwsOptions): AwsProbe => ({
  async test(connection) {
    const signal = AbortSignal.timeout(timeoutMs);
    const open = (externalId: string | null) =>
      createRoleSession({
        budget: options.budget,
        region: options.region,
        roleArn: connection.roleArn,
        externalId,
        sessionName: `countersign-test-${connection.connectorId}`,
        signal,
      });
    const session = open(connection.externalId);
    const { check, problem } = await tryAssumeRole(session);
    if (problem) return unreachable(connection, check, problem);
    return testRole(options, connection, { session, withoutExternalId: open(null), assumed: check, signal });
  },
  serviceIdentity: () => askServiceIdentity(options.region ?? 'us-east-1', options.principalArn),
});

interface Assumed {
  session: RoleSession;
  withoutExternalId: RoleSession;
  assumed: Check;
  signal: AbortSignal;
}

async function testRole(options: AwsOptions, connection: AwsConnection, assumed: Assumed): Promise<Checklist> {
  const { session, signal } = assumed;
  const clients = createAwsClients(session, connection.identityCenterRegion);
  const identityCenterRegion = (connection.identityCenterEnabled && connection.identityCenterRegion) || session.region;
  const regions: Partial<Record<RateKey['family'], string>> = {
    'identity-center': identityCenterRegion,
    cloudtrail: identityCenterRegion,
  };
  const callIn: CallIn = (awsAccountId, rules) =>
    createCallAws({
      budget: options.budget,
      awsAccountId,
      regionOf: (family) => regions[family] ?? session.region,
      signal,
      called: () => {},
      retrying: () => {},
      backOffMs: options.backOffMs ?? 500,
      ...rules,
    });
  const call = callIn(session.role.awsAccountId);
  const learned = nothingLearned(session.role.awsAccountId, true);
  const probe: Probe = { connection, session, clients, call, learned };
  try {
    const [withoutExternalId, caller, iam, furtherIam, events, organization] = await Promise.all([
      tryWithoutExternalId(assumed.withoutExternalId),
      tryCallerIdentity(probe),
      probeIam(probe),
      probeFurtherIam(probe),
      probeEvents(probe, identityCenterRegion),
      probeOrganization(probe, callIn),
    ]);
    const checks = [assumed.assumed, withoutExternalId, caller, ...organization, ...iam, ...furtherIam, events];
    return { ...learned, checks };
  } finally {
    clients.close();
  }
}

/** Organizations first: whose instance is the organization's depends on which AWS account is the management account. */
async function probeOrganization(probe: Probe, callIn: CallIn): Promise<Check[]> {
  const { place, listAccounts, listed } = await probeOrganizations(probe);
  const [further, identityCenter, members] = await Promise.all([
    probeFurtherOrganizations(probe),
    probeIdentityCenter(probe),
    listed ? probeMembers(probe, callIn, listed) : skipMembers(probe.connection, whyNotListed(listAccounts)),
  ]);
  // The instance may have named the management account by now.
  const isMember = probe.learned.place === 'member';
  const placed = isMember ? notManagement(probe, place.awsError ?? '') : place;
  return [placed, listAccounts, ...further, ...identityCenter, ...members];
}

const whyNotListed = ({ outcome }: Check) =>
  outcome === 'not-granted'
    ? 'Not tried: the other AWS accounts are named by organizations:ListAccounts, which is not granted.'
    : 'Not tried: organizations:ListAccounts named no AWS account.';

function unreachable(
  connection: AwsConnection,
  assumed: Check,
  { code, message, mend, awsError, isTransient }: NonNullable<Checklist['failure']>,
): Checklist {
  const why = 'Not tried: the role could not be assumed.';
  const { awsAccountId } = parseRoleArn(connection.roleArn);
  return {
    ...nothingLearned(awsAccountId, false),
    checks: [
      assumed,
      skipTrust('trust.refused-without-external-id', why),
      skipTrust('trust.caller-identity', why),
      ...[...readPermissions, ...furtherReadPermissions].map(({ action }) => skip(action, why)),
      ...skipMembers(connection, why),
    ],
    failure: { code, message, mend, ...(awsError && { awsError }), isTransient },
  };
}

const nothingLearned = (awsAccountId: string, isReachable: boolean): Omit<Checklist, 'checks'> => ({
  isReachable,
  place: 'unknown',
  awsAccountId,
  managementAwsAccountId: null,
  organizationId: null,
  identityCenterInstanceArn: null,
  identityStoreId: null,
  failure: null,
});
