import type { Viewer } from '../security/model/viewer.ts';
import { demoOnly } from '../security/sign-in-as-demo-person.ts';
import type { IdempotentRequest } from '../shared/idempotency.ts';
import type { ConnectorId } from '../shared/ids.ts';
import type { Actor } from '../shared/ports.ts';
import { Refusal } from '../shared/refusal.ts';
import { furtherReadPolicy, furtherReadPolicyName } from './model/further-read-permissions.ts';
import { provisioningPolicy, provisioningPolicyName } from './model/provisioning-permissions.ts';
import type { ServiceIdentity } from './model/service-identity.ts';
import {
  assumeMembersOwnPolicy,
  assumeMembersPolicyName,
  memberReadPolicy,
  memberReadPolicyName,
  memberTrustPolicy,
} from './model/setup/member-role.ts';
import { prettyJson } from './model/setup/policy-texts.ts';
import { readPolicyName, setupDocuments } from './model/setup/setup-documents.ts';
import type { ConnectorPorts } from './ports.ts';
import { setupRoleName } from './read-setup.ts';
import { requireFreeCoverage } from './steps/check-coverage.ts';
import { readManagedConnector, withManagedConnector } from './steps/managed-connector.ts';

export interface CreateDemoRole {
  viewer: Viewer;
  actor: Actor;
  id: ConnectorId;
  /** With the further read policy, or with the minimum alone. */
  furtherReading: boolean;
  idempotency: IdempotentRequest | null;
}

/**
 * Demo only: makes the role of the set-up page in the simulated AWS; made again, it is brought to the same documents. The
 * further read policy is attached where it is asked for, the provisioning policy while provisioning is on, and both are
 * taken away otherwise. Where the connector reads other AWS accounts, their roles are made too (CON-11).
 * Refuses `demo-only`, `coverage-taken` (another connector uses this AWS account's role), `service-identity-unknown`.
 */
export const createDemoRole = async (
  ports: ConnectorPorts & { serviceIdentity: () => Promise<ServiceIdentity> },
  command: CreateDemoRole,
): Promise<string> => {
  const { demoRole } = ports;
  if (!demoRole) throw demoOnly();
  const connector = await readManagedConnector(ports, command);
  const { principalArn } = await ports.serviceIdentity();
  if (principalArn === null)
    throw new Refusal('unavailable', 'service-identity-unknown', 'Countersign does not know yet who it is in AWS.');
  const roleArn = `arn:aws:iam::${await demoRole.awsAccountId()}:role/${setupRoleName}`;
  // The role trusts one External ID: making it for this connector would cut off the one that uses it.
  await ports.transact(({ connectors }) => requireFreeCoverage(connectors, connector, { ...connector, roleArn }, null));
  const { trustPolicy, readPolicy } = setupDocuments({
    principalArn,
    externalId: connector.externalId,
    roleName: setupRoleName,
  });
  const { memberRoleName } = connector;
  const made = await demoRole.put({
    roleName: setupRoleName,
    trustPolicy,
    policies: {
      [readPolicyName]: readPolicy,
      [furtherReadPolicyName]: command.furtherReading ? prettyJson(furtherReadPolicy()) : null,
      [provisioningPolicyName]: connector.provisioningEnabled ? prettyJson(provisioningPolicy('aws')) : null,
      [assumeMembersPolicyName]: memberRoleName
        ? prettyJson(assumeMembersOwnPolicy('aws', memberRoleName).policy)
        : null,
    },
  });
  const organizationId = memberRoleName ? await demoRole.organizationId() : null;
  if (memberRoleName && organizationId)
    await demoRole.putInMembers({
      roleName: memberRoleName,
      trustPolicy: prettyJson(
        memberTrustPolicy({ connectorRoleArn: made, memberExternalId: connector.memberExternalId, organizationId }),
      ),
      policies: { [memberReadPolicyName]: prettyJson(memberReadPolicy()) },
    });
  return withManagedConnector(ports, command, async (_, unit) => {
    const earlier = command.idempotency && (await unit.idempotency.claim(command.idempotency, made));
    if (earlier) return earlier;
    await unit.audit({
      at: await ports.clock.now(),
      actor: command.actor,
      action: 'connector.demo-role-made',
      objectKind: 'connector',
      objectId: command.id,
      detail: { roleArn: made },
    });
    return made;
  });
};
