import type { z } from 'zod';
import type { Application as ApplicationSchema, connectorRoutes } from '../../../src/contract/connectors.ts';
import type {
  Publication as PublicationSchema,
  SearchHit as SearchHitSchema,
} from '../../../src/contract/inventory.ts';
import type { ApiToken as ApiTokenSchema, DemoSignIn as DemoSignInSchema } from '../../../src/contract/session.ts';
import type { Gap as GapSchema } from '../../../src/contract/shared.ts';

export type { AccessChange, AccessPage, AccessRow, PathStep } from '../../../src/contract/access.ts';
export type { AuditEntry } from '../../../src/contract/audit.ts';
export type { Check, Checklist, Setup } from '../../../src/contract/connector-setup.ts';
export type { Connector, RunLogLine, SyncRun } from '../../../src/contract/connectors.ts';
export type { AwsAccount, Group, Identity, PermissionSet, Person, Role } from '../../../src/contract/inventory.ts';
export type { Session } from '../../../src/contract/session.ts';
export type { Freshness, PersonLink } from '../../../src/contract/shared.ts';
export type Application = z.infer<typeof ApplicationSchema>;
export type ApiToken = z.infer<typeof ApiTokenSchema>;
export type DemoSignIn = z.infer<typeof DemoSignInSchema>;
export type Gap = z.infer<typeof GapSchema>;
export type Publication = z.infer<typeof PublicationSchema>;
export type SearchHit = z.infer<typeof SearchHitSchema>;
export type ConnectorSettings = z.input<(typeof connectorRoutes)['test']['body']>;
