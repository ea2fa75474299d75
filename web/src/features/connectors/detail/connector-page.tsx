import { useParams } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { sentenceOf } from '../../../api/problem.ts';
import { usePermission } from '../../../api/queries.ts';
import type { Connector } from '../../../api/types.ts';
import { Failed, Loading } from '../../../ui/feedback/states.tsx';
import { Page, WithSide } from '../../../ui/layout/page.tsx';
import { type TabItem, Tabs, useTab } from '../../../ui/layout/tabs.tsx';
import { Banner } from '../../../ui/status/banner.tsx';
import { ConnectorStatus } from '../connector-status.tsx';
import { useConnector, useConnectorAction } from '../use-connector.ts';
import { ConnectorActions } from './connector-actions.tsx';
import { ConnectorFacts } from './connector-facts.tsx';
import { DeletedBanner } from './delete/deleted-banner.tsx';
import { GapsTab } from './gaps-tab.tsx';
import { HoldBanner } from './hold/hold-banner.tsx';
import { RemovalsTab } from './hold/removals-tab.tsx';
import { LivePane } from './live-pane.tsx';
import { ReasonBanner } from './reason-banner.tsx';
import { RunsTab } from './runs/runs-tab.tsx';
import { ScimBanner } from './scim-banner.tsx';
import { SettingsTab } from './settings-tab.tsx';

interface ConnectorPageProps {
  /** From other features, put in by the shell: what the syncs changed, and the audit trail. */
  changes: (connectorId: string) => ReactNode;
  lately: (connectorId: string) => ReactNode;
  audit: (connectorId: string) => ReactNode;
}

/** One connector: state with its reason, runs and their log, gaps, changes, settings (CON-8). */
export function ConnectorPage(slots: ConnectorPageProps) {
  const { id } = useParams({ strict: false }) as { id: string };
  const connector = useConnector(id);
  const trail = [{ label: 'Connectors', to: '/connectors' }];
  if (connector.data) return <Loaded key={id} connector={connector.data} {...slots} trail={trail} />;
  return (
    <Page title={connector.isError ? 'Not shown' : ''} trail={trail}>
      {connector.isError ? (
        <Failed error={connector.error} retry={() => void connector.refetch()} what="This connector" />
      ) : (
        <Loading label="Loading the connector" />
      )}
    </Page>
  );
}

function Loaded(props: ConnectorPageProps & { connector: Connector; trail: { label: string; to: string }[] }) {
  const { connector } = props;
  const action = useConnectorAction(connector.id);
  const tabs = useTabs(connector);
  const tab = useTab(tabs);
  return (
    <Page
      title={connector.name}
      trail={props.trail}
      beside={<ConnectorStatus {...connector} />}
      facts={<ConnectorFacts connector={connector} />}
      actions={connector.canManage ? <ConnectorActions connector={connector} action={action} /> : undefined}
    >
      {action.isError ? (
        <div style={{ marginTop: 12 }}>
          <Banner tone="bad" isAnswer>
            {sentenceOf(action.error)}
          </Banner>
        </div>
      ) : null}
      {connector.deletedAt ? <DeletedBanner connector={connector} at={connector.deletedAt} /> : null}
      {connector.hold ? <HoldBanner connector={connector} /> : <ReasonBanner connector={connector} />}
      <ScimBanner connector={connector} />
      <Tabs tabs={tabs} current={tab} label="Parts of this connector" />
      {tab === 'runs' ? (
        <WithSide width={416} side={<LivePane connector={connector} lately={props.lately(connector.id)} />}>
          <RunsTab connector={connector} />
        </WithSide>
      ) : null}
      {tab === 'held' ? <RemovalsTab connector={connector} /> : null}
      {tab === 'gaps' ? <GapsTab connector={connector} /> : null}
      {tab === 'changes' ? props.changes(connector.id) : null}
      {tab === 'settings' ? <SettingsTab connector={connector} /> : null}
      {tab === 'audit' ? <div style={{ marginTop: 12 }}>{props.audit(connector.id)}</div> : null}
    </Page>
  );
}

function useTabs(connector: Connector): TabItem[] {
  const maySeeAudit = usePermission('audit.read');
  return [
    { id: 'runs', label: 'Runs' },
    ...(connector.hold
      ? [
          {
            id: 'held',
            label: 'What would vanish',
            count: connector.hold.kinds.reduce((sum, { count }) => sum + count, 0),
          },
        ]
      : []),
    { id: 'gaps', label: 'What could not be read', count: connector.gapCount },
    { id: 'changes', label: 'Changes' },
    { id: 'settings', label: 'Settings' },
    ...(maySeeAudit ? [{ id: 'audit', label: 'Audit trail' }] : []),
  ];
}
