import type { FastifyInstance } from 'fastify';
import { policyRoutes } from '../../../contract/policies.ts';
import type { PolicyForm } from '../../../core/access/model/policy/policy-form.ts';
import {
  addPolicy,
  changePolicy,
  policyNotFound,
  removePolicy,
} from '../../../core/access/policies/change-policies.ts';
import { previewPolicy } from '../../../core/access/policies/inspect-policy.ts';
import type { PolicyId, PolicyPorts, PolicyView, PolicyViews } from '../../../core/access/policies/ports.ts';
import type { Viewer } from '../../../core/security/model/viewer.ts';
import type { Authenticator } from '../core/authenticate.ts';
import { implement } from '../core/implement.ts';
import { idempotentRequest } from './idempotent-request.ts';

type Api = (typeof policyRoutes)['get']['response']['_output'];
// A policy is stored as the contract checked it; core keeps the lists read-only, and that is all that differs.
const shown = (policy: PolicyView): Api => policy as unknown as Api;

/** Access policies: their forms, and the Cedar text each gives (REQ-2). */
export const registerPolicyRoutes = (
  app: FastifyInstance,
  authenticator: Authenticator,
  { policies, views }: { policies: PolicyPorts; views: PolicyViews },
): void => {
  const seen = async (viewer: Viewer, id: PolicyId): Promise<Api> => {
    const policy = await views.get(viewer, id);
    if (!policy) throw policyNotFound();
    return shown(policy);
  };
  implement(app, authenticator, policyRoutes, {
    list: async ({ viewer, query }) => {
      const page = await views.list(viewer, query);
      return { ...page, items: page.items.map(shown) };
    },
    get: async ({ viewer, params, reply }) => {
      const policy = await seen(viewer, params.id as PolicyId);
      reply.header('etag', `"${policy.version}"`);
      return policy;
    },
    add: async (input) => {
      const { viewer, actor, body } = input;
      const form = body.form as PolicyForm;
      const id = await addPolicy(policies, { ...body, form, viewer, actor, idempotency: idempotentRequest(input) });
      return seen(viewer, id);
    },
    preview: ({ viewer, body }) => previewPolicy(policies, { viewer, name: body.name, form: body.form as PolicyForm }),
    change: async ({ viewer, actor, params, body, ifMatch }) => {
      const id = params.id as PolicyId;
      const changes = { ...body, form: body.form as PolicyForm | undefined };
      await changePolicy(policies, { viewer, actor, id, ifMatch, changes });
      return seen(viewer, id);
    },
    remove: ({ viewer, actor, params, ifMatch }) =>
      removePolicy(policies, { viewer, actor, id: params.id as PolicyId, ifMatch }),
  });
};
