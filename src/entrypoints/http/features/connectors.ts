import type { FastifyInstance } from 'fastify';
import { connectorRoutes } from '../../../contract/connectors.ts';
import { addConnector } from '../../../core/connectors/add-connector.ts';
import { changeConnector } from '../../../core/connectors/change-connector.ts';
import { createDemoRole } from '../../../core/connectors/create-demo-role.ts';
import { deleteConnector } from '../../../core/connectors/delete-connector.ts';
import { checklistView } from '../../../core/connectors/model/checklist-view.ts';
import { pauseConnector } from '../../../core/connectors/pause-connector.ts';
import type { ConnectorPorts } from '../../../core/connectors/ports.ts';
import { readSetup } from '../../../core/connectors/read-setup.ts';
import { syncNow } from '../../../core/connectors/sync-now.ts';
import { testConnection } from '../../../core/connectors/test-connection.ts';
import type { HoldPorts } from '../../../core/inventory/hold-ports.ts';
import { settleHold } from '../../../core/inventory/settle-hold.ts';
import type { Viewer } from '../../../core/security/model/viewer.ts';
import type { ApplicationId, PersonId, RunId } from '../../../core/shared/ids.ts';
import type { Actor } from '../../../core/shared/ports.ts';
import type { Authenticator } from '../core/authenticate.ts';
import { type Handlers, implement } from '../core/implement.ts';
import {
  type ConnectorReadPorts,
  connectorIdOf,
  connectorReads,
  seenConnector,
  withVersion,
} from './connector-reads.ts';
import { idempotentRequest } from './idempotent-request.ts';

export interface ConnectorRoutePorts extends ConnectorReadPorts {
  connectors: ConnectorPorts & HoldPorts;
}
type Table = typeof connectorRoutes;
type Reads = keyof ReturnType<typeof connectorReads>;

export const registerConnectorRoutes = (
  app: FastifyInstance,
  authenticator: Authenticator,
  ports: ConnectorRoutePorts,
): void =>
  implement(app, authenticator, connectorRoutes, {
    ...connectorReads(authenticator, ports),
    ...connectorChanges(ports),
  });

const commandOf = (input: { viewer: Viewer; actor: Actor; params: { id: string } }) => ({
  viewer: input.viewer,
  actor: input.actor,
  id: connectorIdOf(input),
});

/** The token never lies among the settings, so that nothing that stores or tells of those comes by it. */
const apart = <Body extends { scimToken?: string | undefined; scimTokenExpiresAt?: string | undefined }>({
  scimToken: text,
  scimTokenExpiresAt: expiresAt,
  ...settings
}: Body) => ({ settings, scimToken: text === undefined ? null : { text, expiresAt: expiresAt ?? null } });

const connectorChanges = ({
  connectors,
  views,
  serviceIdentity,
}: ConnectorRoutePorts): Omit<Handlers<Table>, Reads> => {
  const withIdentity = { ...connectors, serviceIdentity };
  const seen = (input: { viewer: Viewer; params: { id: string } }) =>
    seenConnector(views, input.viewer, connectorIdOf(input));
  return {
    add: async (input) => {
      const { viewer, actor, body } = input;
      const application = 'id' in body.application ? { id: body.application.id as ApplicationId } : body.application;
      const ownerIds = body.ownerIds as PersonId[];
      const idempotency = idempotentRequest(input);
      const id = await addConnector(connectors, { viewer, actor, application, ownerIds, idempotency });
      return withVersion(input, await seenConnector(views, viewer, id));
    },
    change: async (input) => {
      const { settings, scimToken } = apart(input.body);
      const changes = { ...settings, ownerIds: settings.ownerIds as PersonId[] | undefined };
      await changeConnector(connectors, { ...commandOf(input), ifMatch: input.ifMatch, changes, scimToken });
      return withVersion(input, await seen(input));
    },
    delete: (input) => deleteConnector(connectors, commandOf(input)),
    setup: (input) => readSetup(withIdentity, commandOf(input)),
    test: async (input) => {
      const { settings, scimToken } = apart(input.body);
      const absent = { memberRoleName: null, scimEnabled: false, scimEndpoint: null };
      const command = { ...commandOf(input), settings: { ...absent, ...settings }, scimToken };
      return checklistView(await testConnection(connectors, command));
    },
    sync: async (input) => {
      await syncNow(connectors, commandOf(input));
      return seen(input);
    },
    confirmRun: async (input) => {
      const runId = input.params.runId as RunId;
      await settleHold(connectors, { ...commandOf(input), runId, decision: 'confirm' });
      return seen(input);
    },
    discardRun: async (input) => {
      const runId = input.params.runId as RunId;
      await settleHold(connectors, { ...commandOf(input), runId, decision: 'discard' });
      return seen(input);
    },
    pause: async (input) => {
      await pauseConnector(connectors, { ...commandOf(input), isPaused: true });
      return seen(input);
    },
    resume: async (input) => {
      await pauseConnector(connectors, { ...commandOf(input), isPaused: false });
      return seen(input);
    },
    createDemoRole: async (input) => ({
      roleArn: await createDemoRole(withIdentity, {
        ...commandOf(input),
        furtherReading: input.query.reading === 'further',
        idempotency: idempotentRequest(input),
      }),
    }),
  };
};
