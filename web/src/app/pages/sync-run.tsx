import { ChangesTable } from '../../features/access/changes-table.tsx';
import { RunPage } from '../../features/connectors/runs/run-page.tsx';

/** Puts the table of changes into the run's page: features do not know each other. */
export const SyncRunRoute = () => <RunPage changes={(of) => <ChangesTable of={of} />} />;
