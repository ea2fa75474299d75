import { Button } from '@mantine/core';
import { problemOf, sentenceOf } from '../../../api/problem.ts';
import type { Connector, Setup } from '../../../api/types.ts';
import { Page, WithSide } from '../../../ui/layout/page.tsx';
import { Banner } from '../../../ui/status/banner.tsx';
import { ConnectorStatus } from '../connector-status.tsx';
import { useMemberReach } from '../use-member-reach.ts';
import { ChecklistPane } from './checklist-pane.tsx';
import { MemberAccountsStep } from './members/member-accounts-step.tsx';
import { ApplicationStep } from './steps/application-step.tsx';
import { PolicyStep } from './steps/policy-step.tsx';
import { ProvisioningStep } from './steps/provisioning-step.tsx';
import { RoleStep } from './steps/role-step.tsx';
import { SettingsStep } from './steps/settings-step.tsx';
import { Step } from './steps/step.tsx';
import { memberStepState, stepStates } from './steps/step-states.ts';
import { type SetupState, useSetup } from './use-setup.ts';

export function SetupForm({ connector, setup }: { connector: Connector; setup: Setup }) {
  const state = useSetup(connector, setup);
  const steps = stepStates(connector, state.values, state.checklist);
  const memberStep = memberStepState(connector, state.checklist, useMemberReach(connector));
  return (
    <Page
      title={`Connect ${connector.name}`}
      trail={[
        { label: 'Connectors', to: '/connectors' },
        { label: connector.name, to: `/connectors/${connector.id}` },
      ]}
      here="Set-up"
      beside={<ConnectorStatus status={connector.status} />}
      actions={
        <Button variant="filled" onClick={state.save} loading={state.isSaving}>
          Save
        </Button>
      }
    >
      <WithSide width={404} side={<ChecklistPane state={state} />}>
        <SetupError state={state} />
        <ol>
          <ApplicationStep connector={connector} />
          <Step number={2} title="Create the role in AWS" state={steps.role} note={steps.roleNote}>
            <RoleStep setup={setup} state={state} />
          </Step>
          <Step number={3} title="Attach the read policies" state={steps.policy} note={steps.policyNote}>
            <PolicyStep setup={setup} checklist={state.checklist} />
          </Step>
          <Step
            number={4}
            title="IAM of the other AWS accounts"
            summary={connector.memberRoleName ? undefined : 'optional'}
            state={memberStep.state}
            note={memberStep.note}
          >
            <MemberAccountsStep setup={setup} state={state} />
          </Step>
          <Step number={5} title="Role ARN and features" state={steps.settings} note={steps.settingsNote}>
            <SettingsStep state={state} />
          </Step>
          <Step number={6} title="Test and save" state={steps.save}>
            <p style={{ color: 'var(--cs-text2)' }}>{steps.saveNote}</p>
          </Step>
          <Step
            number={7}
            title="Provisioning"
            summary={connector.provisioningEnabled ? 'on' : 'off unless you turn it on'}
            state={connector.provisioningEnabled ? 'done' : 'open'}
            isLast
          >
            <ProvisioningStep connector={connector} setup={setup} />
          </Step>
        </ol>
      </WithSide>
    </Page>
  );
}

const fields = [
  'roleArn',
  'organizationsEnabled',
  'identityCenterEnabled',
  'identityCenterRegion',
  'memberRoleName',
  'scimEnabled',
  'scimEndpoint',
  'scimToken',
  'scimTokenExpiresAt',
];

/** The refusal as a whole, with its mend; the field it names says it again where it is to be mended. */
function SetupError({ state }: { state: SetupState }) {
  if (!state.failed) return null;
  const { what, error } = state.failed;
  const problem = problemOf(error)?.problem;
  const mend = typeof problem?.facts?.mend === 'string' ? problem.facts.mend : null;
  return (
    <Banner tone="bad" isAnswer>
      <p>
        <strong>{what}</strong> {sentenceOf(error)}
      </p>
      {mend ? <p>{mend}</p> : null}
      {problem?.field && fields.includes(problem.field) ? (
        <p>Mend it in step 5; everything you entered is kept.</p>
      ) : null}
    </Banner>
  );
}
