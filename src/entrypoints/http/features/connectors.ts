import type { FastifyInstance } from 'fastify';
import { connectorRoutes } from '../../../contract/connectors.ts';
import { addConnector } from '../../../core/connectors/add-connector.ts';
import { changeConnector } from '../../../core/connectors/change-connector.ts';
import { createDemoRole } from '../../../core/connectors/create-demo-role.ts';
import { checklistView } from '../../../core/connectors/model/checklist-view.ts';
import type { ServiceIdentity } from '../../../core/connectors/model/service-identity.ts';
import { pauseConnector } from '../../../core/connectors/pause-connector.ts';
import type { ConnectorPorts } from '../../../core/connectors/ports.ts';
import { readSetup } from '../../../core/connectors/read-setup.ts';
import { connectorNotFound } from '../../../core/connectors/steps/managed-connector.ts';
import { syncNow } from '../../../core/connectors/sync-now.ts';
import { testConnection } from '../../../core/connectors/test-connection.ts';
import type { ConnectorView, ConnectorViews, RunViews } from '../../../core/connectors/views.ts';
import type { Viewer } from '../../../core/security/model/viewer.ts';
import type { ApplicationId, ConnectorId, PersonId, RunId } from '../../../core/shared/ids.ts';
import { Refusal } from '../../../core/shared/refusal.ts';
import type { Authenticator } from '../core/authenticate.ts';
import { implement } from '../core/implement.ts';
import { followLog } from './connector-log.ts';
import { idempotentRequest } from './idempotent-request.ts';

export interface ConnectorRoutePorts {
  connectors: ConnectorPorts;
  /** cachedServiceIdentity of core/connectors. */
  serviceIdentity: () => Promise<ServiceIdentity>;
  views: ConnectorViews;
  runs: RunViews;
}

// Ids in paths and bodies are checked by the contract's patterns; the brand is all they lack.
const connectorId = (input: { params: { id: string } }): ConnectorId => input.params.id as ConnectorId;

export const registerConnectorRoutes = (
  app: FastifyInstance,
  authenticator: Authenticator,
  ports: ConnectorRoutePorts,
): void => {
  const { connectors, views, runs } = ports;
  const withIdentity = { ...connectors, serviceIdentity: ports.serviceIdentity };
  const seen = async (viewer: Viewer, id: ConnectorId): Promise<ConnectorView> => {
    const connector = await views.get(viewer, id);
    if (!connector) throw connectorNotFound();
    return connector;
  };
  implement(app, authenticator, connectorRoutes, {
    list: ({ viewer, query }) => views.list(viewer, query),
    add: async (input) => {
      const { viewer, actor, body } = input;
      const application = 'id' in body.application ? { id: body.application.id as ApplicationId } : body.application;
      const ownerIds = body.ownerIds as PersonId[];
      const id = await addConnector(connectors, {
        viewer,
        actor,
        application,
        ownerIds,
        idempotency: idempotentRequest(input),
      });
      return withVersion(input, await seen(viewer, id));
    },
    get: async (input) => withVersion(input, await seen(input.viewer, connectorId(input))),
    change: async (input) => {
      const { viewer, actor, ifMatch, body } = input;
      const id = connectorId(input);
      const changes = { ...body, ownerIds: body.ownerIds as PersonId[] | undefined };
      await changeConnector(connectors, { viewer, actor, id, ifMatch, changes });
      return withVersion(input, await seen(viewer, id));
    },
    setup: (input) => readSetup(withIdentity, { viewer: input.viewer, id: connectorId(input) }),
    test: async (input) => {
      const { viewer, actor, body } = input;
      return checklistView(await testConnection(connectors, { viewer, actor, id: connectorId(input), settings: body }));
    },
    sync: async (input) => {
      const id = connectorId(input);
      await syncNow(connectors, { viewer: input.viewer, actor: input.actor, id });
      return seen(input.viewer, id);
    },
    pause: async (input) => {
      const id = connectorId(input);
      await pauseConnector(connectors, { viewer: input.viewer, actor: input.actor, id, isPaused: true });
      return seen(input.viewer, id);
    },
    resume: async (input) => {
      const id = connectorId(input);
      await pauseConnector(connectors, { viewer: input.viewer, actor: input.actor, id, isPaused: false });
      return seen(input.viewer, id);
    },
    runs: async (input) => {
      const { id } = await seen(input.viewer, connectorId(input));
      return runs.list(id, input.query);
    },
    run: async (input) => {
      const { id } = await seen(input.viewer, connectorId(input));
      const run = await runs.get(id, input.params.runId as RunId);
      if (!run) throw new Refusal('not-found', 'run-not-found', 'This connector has no such sync run.');
      return run;
    },
    gaps: async (input) => {
      const { id } = await seen(input.viewer, connectorId(input));
      return { items: await runs.gaps(id) };
    },
    log: (input) => {
      const id = connectorId(input);
      // Roles and ownership may change while the stream is open, and sessions end.
      const isAllowed = async () => {
        const viewer = await authenticator.viewerOf(input.request);
        return viewer !== null && (await views.get(viewer, id)) !== null;
      };
      return followLog({ runs, connectorId: id, isAllowed, signal: input.signal });
    },
    serviceIdentity: () => ports.serviceIdentity(),
    createDemoRole: async (input) => {
      const { viewer, actor } = input;
      const id = connectorId(input);
      return {
        roleArn: await createDemoRole(withIdentity, { viewer, actor, id, idempotency: idempotentRequest(input) }),
      };
    },
    applications: ({ viewer, query }) => views.applications(viewer, query),
  });
};

const withVersion = (
  input: { reply: { header(name: string, value: string): unknown } },
  connector: ConnectorView,
): ConnectorView => {
  input.reply.header('etag', `"${connector.version}"`);
  return connector;
};
