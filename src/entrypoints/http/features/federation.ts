import type { FastifyInstance } from 'fastify';
import { federationRoutes } from '../../../contract/federation.ts';
import { addIdentityProvider } from '../../../core/directory/federation/add-identity-provider.ts';
import {
  addFederationRule,
  previewFederationRule,
  removeFederationRule,
} from '../../../core/directory/federation/federation-rules.ts';
import type { FederationPorts } from '../../../core/directory/federation/ports.ts';
import { uploadGroups } from '../../../core/directory/federation/upload-groups.ts';
import type { Authenticator } from '../core/authenticate.ts';
import { implement } from '../core/implement.ts';

export const registerFederationRoutes = (
  app: FastifyInstance,
  authenticator: Authenticator,
  ports: FederationPorts,
): void => {
  const { views } = ports;
  implement(app, authenticator, federationRoutes, {
    list: ({ viewer, query }) => views.list(viewer, query),
    add: async ({ viewer, actor, body }) =>
      views.get(viewer, await addIdentityProvider(ports, { viewer, actor, ...body })),
    candidates: async ({ viewer }) => ({ items: await views.candidates(viewer) }),
    upload: ({ viewer, actor, params, body }) =>
      uploadGroups(ports, { viewer, actor, identityProviderId: params.id, csv: body.csv }),
    groups: ({ viewer, params, query }) => views.groups(viewer, params.id, query),
    rules: async ({ viewer, params }) => ({ items: await views.rules(viewer, params.id) }),
    previewRule: ({ viewer, params, body }) =>
      previewFederationRule(ports, { viewer, identityProviderId: params.id, rule: body }),
    addRule: async ({ viewer, actor, params, body }) => {
      const id = await addFederationRule(ports, { viewer, actor, identityProviderId: params.id, rule: body });
      const rules = await views.rules(viewer, params.id);
      return rules.find((rule) => rule.id === id) as (typeof rules)[number];
    },
    removeRule: ({ viewer, actor, params }) => removeFederationRule(ports, { viewer, actor, ruleId: params.ruleId }),
  });
};
