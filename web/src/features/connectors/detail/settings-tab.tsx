import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { getOptions } from '../../../api/queries.ts';
import type { Connector, Setup } from '../../../api/types.ts';
import { Section } from '../../../ui/layout/page.tsx';
import { Status } from '../../../ui/status/status.tsx';
import { CopyButton } from '../../../ui/text/copy.tsx';
import { Identifier } from '../../../ui/text/identifier.tsx';
import { Time } from '../../../ui/text/time.tsx';
import { ProvisioningNote, ProvisioningSwitch } from '../setup/provisioning.tsx';
import { ProvisioningPolicy } from '../setup/provisioning-policy.tsx';
import classes from './detail.module.css';
import { HoldLimitsField } from './settings/hold-limits-field.tsx';
import { LookField } from './settings/look-field.tsx';
import { ScheduleField } from './settings/schedule-field.tsx';
import { ScimValue } from './settings/scim-value.tsx';

/** The Settings area: shows the External ID (CON-4); Edit leads to the set-up page. */
export function SettingsTab({ connector }: { connector: Connector }) {
  const navigate = useNavigate();
  return (
    <div style={{ marginTop: 14, maxWidth: 760 }}>
      <Section
        title="Settings"
        action={
          connector.canManage ? (
            <Button onClick={() => void navigate({ to: `/connectors/${connector.id}/setup` })}>Edit</Button>
          ) : undefined
        }
      >
        <dl className={classes.settings}>
          <Row term="External ID">
            <ExternalId connector={connector} id={connector.externalId} name="External ID" testId="external-id" />
          </Row>
          <Row term="Member-account external id">
            <ExternalId connector={connector} id={connector.memberExternalId} name="Member-account external id" />
          </Row>
          <Row term="Role ARN">
            {connector.roleArn ? <Identifier text={connector.roleArn} what="role ARN" most={90} /> : 'none yet'}
          </Row>
          <Row term="AWS Organizations">
            <OnOff isOn={connector.organizationsEnabled} />
            {connector.managementAwsAccountId ? (
              <span className={classes.grey}>management AWS account {connector.managementAwsAccountId}</span>
            ) : null}
          </Row>
          <Row term="Member-account role name">
            {connector.memberRoleName ? (
              <code className="cs-mono">{connector.memberRoleName}</code>
            ) : (
              <>
                none <span className={classes.grey}>IAM of other AWS accounts is not read</span>
              </>
            )}
          </Row>
          <Row term="AWS IAM Identity Center">
            <OnOff isOn={connector.identityCenterEnabled} />
            {connector.identityCenterRegion ? <code className="cs-mono">{connector.identityCenterRegion}</code> : null}
          </Row>
          <Row term="SCIM API">
            <OnOff isOn={connector.scimEnabled} />
            <ScimValue connector={connector} />
          </Row>
          <Row term="Sync">
            <ScheduleField key={`${connector.syncCron} ${connector.syncTimeZone}`} connector={connector} />
          </Row>
          <Row term="Look into CloudTrail">
            <LookField key={connector.refreshIntervalMinutes} connector={connector} />
          </Row>
          <Row term="Hold a sync when">
            <HoldLimitsField key={`${connector.holdSharePercent} ${connector.holdMinimum}`} connector={connector} />
          </Row>
          <Row term="Application">{connector.application.name}</Row>
          <Row term="Owners">{connector.owners.map((owner) => owner.name).join(', ')}</Row>
          <Row term="Added">
            <span>
              <Time at={connector.createdAt} /> by {connector.createdBy.name}
            </span>
          </Row>
        </dl>
      </Section>
      <Provisioning connector={connector} />
    </div>
  );
}

/** Apart from what is read: the switch, and the policy that it needs, for who may see the set-up. */
function Provisioning({ connector }: { connector: Connector }) {
  const setup = useQuery({
    ...getOptions('/api/v1/connectors/:id/setup', { params: { id: connector.id } }),
    enabled: connector.canManage,
  });
  return (
    <Section title="Provisioning">
      {setup.data ? <ProvisioningPolicy setup={setup.data as Setup} /> : null}
      <ProvisioningSwitch connector={connector} />
      <ProvisioningNote connector={connector} setup={setup.data as Setup | undefined} />
    </Section>
  );
}

interface ExternalIdProps {
  connector: Connector;
  id: string;
  name: string;
  testId?: string;
}
/** Whoever may not manage the connector is not sent it. */
const ExternalId = ({ connector, id, name, testId }: ExternalIdProps) =>
  connector.canManage ? (
    <>
      <code className="cs-mono" data-testid={testId}>
        {id}
      </code>
      <CopyButton size="xs" text={id} aria-label={`Copy ${name}`}>
        Copy
      </CopyButton>
    </>
  ) : (
    <span className={classes.grey}>shown to who may manage this connector</span>
  );
const Row = ({ term, children }: { term: string; children: ReactNode }) => (
  <div className={classes.setting}>
    <dt>{term}</dt>
    <dd>{children}</dd>
  </div>
);
const OnOff = ({ isOn }: { isOn: boolean }) => <Status sign={isOn ? 'pass' : 'off'}>{isOn ? 'on' : 'off'}</Status>;
