import { Button, Switch } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { client } from '../../../api/client.ts';
import { sentenceOf } from '../../../api/problem.ts';
import type { Connector, Setup } from '../../../api/types.ts';
import { Banner } from '../../../ui/status/banner.tsx';
import { CodeBlock } from '../../../ui/text/code-block.tsx';
import { compactJson } from '../../../ui/text/compact-json.ts';
import { CopyButton } from '../../../ui/text/copy.tsx';
import { keepConnector } from '../use-connector.ts';
import { ActionTable } from './action-table.tsx';
import classes from './setup.module.css';

/** May Countersign change AWS through this connector? A switch of its own, off until somebody turns it on (CON-5). */
export function ProvisioningSwitch({ connector }: { connector: Connector }) {
  const save = useMutation({
    mutationFn: (provisioningEnabled: boolean) =>
      client.patch('/api/v1/connectors/:id', {
        params: { id: connector.id },
        body: { provisioningEnabled },
        ifMatch: connector.version,
      }),
    onSuccess: keepConnector,
  });
  const isOn = save.isPending ? save.variables : connector.provisioningEnabled;
  return (
    <div className={classes.provisioning}>
      <Switch
        label="Let Countersign change access in AWS through this connector"
        checked={isOn}
        disabled={!connector.canManage || save.isPending}
        onChange={(event) => save.mutate(event.currentTarget.checked)}
        error={save.isError ? sentenceOf(save.error) : null}
      />
      <p className={classes.quiet}>
        {isOn
          ? 'On: approved access is assigned and taken away by Countersign, and each change is read back.'
          : 'Off: Countersign only reads. Approved requests, their ends and revocations become tasks for the owners, with exact steps.'}
      </p>
    </div>
  );
}

/** The policy that lets it change AWS, shown apart from the read policy, with what each action is for. */
export function ProvisioningPolicy({ setup }: { setup: Setup }) {
  const [shown, setShown] = useState<'actions' | 'policy' | null>(null);
  const toggle = (what: 'actions' | 'policy') => setShown(shown === what ? null : what);
  return (
    <>
      <div className={classes.policyRow}>
        <strong>Change</strong>
        <span>{setup.provisioningActions.length} actions, each with what is not possible without it</span>
        <span />
        <span className={classes.buttons}>
          <Button
            size="xs"
            aria-expanded={shown === 'actions'}
            aria-label="Actions of the provisioning policy"
            onClick={() => toggle('actions')}
          >
            Actions
          </Button>
          <Button
            size="xs"
            aria-expanded={shown === 'policy'}
            aria-label="Policy for provisioning"
            onClick={() => toggle('policy')}
          >
            Policy
          </Button>
          <CopyButton size="xs" text={setup.provisioningPolicy} aria-label="Copy provisioning policy">
            Copy
          </CopyButton>
        </span>
      </div>
      {shown === 'actions' ? (
        <ActionTable label="Actions of the provisioning policy" actions={setup.provisioningActions} />
      ) : null}
      {shown === 'policy' ? (
        <div style={{ marginTop: 8 }}>
          <CodeBlock code={compactJson(setup.provisioningPolicy)} language="json" label="Provisioning policy" />
        </div>
      ) : null}
      <p className={classes.quiet} style={{ marginTop: 6 }}>
        A second inline policy, <code className="cs-mono">{setup.provisioningPolicyName}</code>, only for who wants
        Countersign to change AWS. Reading does not need it.
      </p>
    </>
  );
}

interface NoteProps {
  connector: Connector;
  setup: Setup | undefined;
}
/** On without having been tried: what AWS refuses is said on each request, and tried again. */
export function ProvisioningNote({ connector, setup }: NoteProps) {
  const attach = useMutation({
    mutationFn: () => client.post('/api/v1/demo/connectors/:id/role', { params: { id: connector.id } }),
  });
  if (!connector.provisioningEnabled) return null;
  return (
    <div style={{ marginTop: 10 }}>
      <Banner
        tone="info"
        actions={
          setup?.canCreateRoleInDemo && !attach.isSuccess ? (
            <Button loading={attach.isPending} onClick={() => attach.mutate()}>
              Attach it in the simulated AWS
            </Button>
          ) : undefined
        }
      >
        <p>
          Attach the policy to the role as well: the switch alone allows nothing in AWS. What AWS refuses is said on the
          request, with its sentence.
        </p>
        <p role="status">
          {attach.isSuccess ? 'Attached in the simulated AWS.' : attach.isError ? sentenceOf(attach.error) : ''}
        </p>
      </Banner>
    </div>
  );
}
