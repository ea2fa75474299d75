import { accessRoutes } from './access.ts';
import { auditRoutes } from './audit.ts';
import { campaignRoutes } from './campaigns.ts';
import { connectorRoutes } from './connectors.ts';
import { delegationRoutes } from './delegations.ts';
import { federationRoutes } from './federation.ts';
import { inventoryRoutes } from './inventory.ts';
import { leaseRoutes } from './leases.ts';
import { lookUpRoutes } from './look-up.ts';
import { memberRoutes } from './members.ts';
import { notificationRoutes } from './notifications.ts';
import { policyRoutes } from './policies.ts';
import { requestRoutes } from './requests.ts';
import { sessionRoutes } from './session.ts';

/** The whole API, by feature: the server registers these, and nothing else under /api/v1. */
export const api = {
  session: sessionRoutes,
  connectors: connectorRoutes,
  inventory: inventoryRoutes,
  lookUp: lookUpRoutes,
  access: accessRoutes,
  audit: auditRoutes,
  campaigns: campaignRoutes,
  federation: federationRoutes,
  leases: leaseRoutes,
  members: memberRoutes,
  notifications: notificationRoutes,
  policies: policyRoutes,
  requests: requestRoutes,
  delegations: delegationRoutes,
};
