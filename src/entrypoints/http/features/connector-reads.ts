import type { connectorRoutes } from '../../../contract/connectors.ts';
import type { ServiceIdentity } from '../../../core/connectors/model/service-identity.ts';
import { connectorNotFound } from '../../../core/connectors/steps/managed-connector.ts';
import type { ConnectorView, ConnectorViews, RunViews } from '../../../core/connectors/views.ts';
import type { Viewer } from '../../../core/security/model/viewer.ts';
import type { ConnectorId, RunId } from '../../../core/shared/ids.ts';
import { Refusal } from '../../../core/shared/refusal.ts';
import type { Authenticator } from '../core/authenticate.ts';
import type { Handlers } from '../core/implement.ts';
import { followLog } from './connector-log.ts';

export interface ConnectorReadPorts {
  /** cachedServiceIdentity of core/connectors. */
  serviceIdentity: () => Promise<ServiceIdentity>;
  views: ConnectorViews;
  runs: RunViews;
}
type Reads =
  | 'list'
  | 'get'
  | 'runs'
  | 'run'
  | 'runGaps'
  | 'removals'
  | 'gaps'
  | 'log'
  | 'serviceIdentity'
  | 'applications';

// Ids in paths and bodies are checked by the contract's patterns; the brand is all they lack.
export const connectorIdOf = (input: { params: { id: string } }): ConnectorId => input.params.id as ConnectorId;

/** The connector as this viewer sees it; refuses `connector-not-found` when they may not. */
export const seenConnector = async (views: ConnectorViews, viewer: Viewer, id: ConnectorId): Promise<ConnectorView> => {
  const connector = await views.get(viewer, id);
  if (!connector) throw connectorNotFound();
  return connector;
};

/** The version goes into ETag too, for If-Match. */
export const withVersion = (
  input: { reply: { header(name: string, value: string): unknown } },
  connector: ConnectorView,
): ConnectorView => {
  input.reply.header('etag', `"${connector.version}"`);
  return connector;
};

const runNotFound = (): Refusal => new Refusal('not-found', 'run-not-found', 'This connector has no such sync run.');

export const connectorReads = (
  authenticator: Authenticator,
  { views, runs, serviceIdentity }: ConnectorReadPorts,
): Pick<Handlers<typeof connectorRoutes>, Reads> => {
  const seen = (input: { viewer: Viewer; params: { id: string } }) =>
    seenConnector(views, input.viewer, connectorIdOf(input));
  return {
    list: ({ viewer, query }) => views.list(viewer, query),
    get: async (input) => withVersion(input, await seen(input)),
    runs: async (input) => runs.list((await seen(input)).id, input.query),
    run: async (input) => {
      const run = await runs.get((await seen(input)).id, input.params.runId as RunId);
      if (!run) throw runNotFound();
      return run;
    },
    runGaps: async (input) => {
      const gaps = await runs.runGaps((await seen(input)).id, input.params.runId as RunId, input.query);
      if (!gaps) throw runNotFound();
      return gaps;
    },
    removals: async (input) => {
      const removals = await runs.removals((await seen(input)).id, input.params.runId as RunId, input.query);
      if (!removals) throw runNotFound();
      return removals;
    },
    gaps: async (input) => ({ items: await runs.gaps((await seen(input)).id) }),
    log: (input) => {
      const connectorId = connectorIdOf(input);
      // Roles and ownership may change while the stream is open, and sessions end.
      const isAllowed = async () => {
        const viewer = await authenticator.stillViewerOf(input.request);
        return viewer !== null && (await views.get(viewer, connectorId)) !== null;
      };
      return followLog({ runs, connectorId, isAllowed, signal: input.signal });
    },
    serviceIdentity,
    applications: ({ viewer, query }) => views.applications(viewer, query),
  };
};
