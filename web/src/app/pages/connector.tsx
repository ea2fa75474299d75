import { ChangesTable } from '../../features/access/changes-table.tsx';
import { ChangesTimeline } from '../../features/access/changes-timeline.tsx';
import { AuditTable } from '../../features/audit/audit-table.tsx';
import { ConnectorPage } from '../../features/connectors/detail/connector-page.tsx';

/** Puts the parts of other features into the connector's page: features do not know each other. */
export const ConnectorRoute = () => (
  <ConnectorPage
    changes={(connectorId) => <ChangesTable of={{ connectorId }} />}
    lately={(connectorId) => <ChangesTimeline of={{ connectorId }} none="Nothing has changed since the first run." />}
    audit={(objectId) => <AuditTable query={{ objectId }} />}
  />
);
