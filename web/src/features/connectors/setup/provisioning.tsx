import { Button, Switch } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { client } from '../../../api/client.ts';
import { sentenceOf } from '../../../api/problem.ts';
import type { Connector, Setup } from '../../../api/types.ts';
import { Banner } from '../../../ui/status/banner.tsx';
import { useSaveConnector } from '../use-connector.ts';
import classes from './setup.module.css';

/** May Countersign change AWS through this connector? A switch of its own, off until somebody turns it on (CON-5). */
export function ProvisioningSwitch({ connector }: { connector: Connector }) {
  const save = useSaveConnector(connector);
  const isOn = (save.isPending ? save.variables.provisioningEnabled : null) ?? connector.provisioningEnabled;
  return (
    <div className={classes.provisioning}>
      <Switch
        label="Let Countersign change access in AWS through this connector"
        checked={isOn}
        disabled={!connector.canManage || save.isPending}
        onChange={(event) => save.mutate({ provisioningEnabled: event.currentTarget.checked })}
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
