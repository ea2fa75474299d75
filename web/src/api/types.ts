import type { z } from 'zod';
import type { campaignRoutes } from '../../../src/contract/campaigns.ts';
import type { Application as ApplicationSchema, connectorRoutes } from '../../../src/contract/connectors.ts';
import type {
  FederationRule as FederationRuleSchema,
  federationRoutes,
  IdpGroup as IdpGroupSchema,
  RulePreview as RulePreviewSchema,
} from '../../../src/contract/federation.ts';
import type {
  Publication as PublicationSchema,
  SearchHit as SearchHitSchema,
} from '../../../src/contract/inventory-entities.ts';
import type { ApiToken as ApiTokenSchema, DemoSignIn as DemoSignInSchema } from '../../../src/contract/session.ts';
import type { Gap as GapSchema } from '../../../src/contract/shared.ts';

export type { AccessChange, AccessPage, AccessRow, PathStep } from '../../../src/contract/access.ts';
export type { AuditEntry, AuditSeal } from '../../../src/contract/audit.ts';
export type { Campaign } from '../../../src/contract/campaigns.ts';
export type { Check, Checklist, Setup } from '../../../src/contract/connector-setup.ts';
export type { Connector } from '../../../src/contract/connectors.ts';
export type { Delegation } from '../../../src/contract/delegations.ts';
export type { IdentityProvider } from '../../../src/contract/federation.ts';
export type { IamDetails } from '../../../src/contract/iam-details.ts';
export type {
  AwsAccount,
  Group,
  Identity,
  PermissionSet,
  Person,
  Role,
} from '../../../src/contract/inventory-entities.ts';
export type { Lease, ManualTask } from '../../../src/contract/leases.ts';
export type { Member, MemberRole, RoleDescription } from '../../../src/contract/members.ts';
export type { Notification } from '../../../src/contract/notifications.ts';
export type { PermissionSetDetails } from '../../../src/contract/permission-set-details.ts';
export type { Policy, PolicyForm, PolicyPreview } from '../../../src/contract/policies.ts';
export type { AccessRequest, Approval, CatalogItem, PolicyAnswer } from '../../../src/contract/requests.ts';
export type { Session } from '../../../src/contract/session.ts';
export type { Freshness, PersonLink } from '../../../src/contract/shared.ts';
export type { RunDetail, RunGap, RunLogLine, SyncRun } from '../../../src/contract/sync-runs.ts';
export type Application = z.infer<typeof ApplicationSchema>;
export type ApiToken = z.infer<typeof ApiTokenSchema>;
export type DemoSignIn = z.infer<typeof DemoSignInSchema>;
export type Gap = z.infer<typeof GapSchema>;
export type Publication = z.infer<typeof PublicationSchema>;
export type SearchHit = z.infer<typeof SearchHitSchema>;
export type ConnectorSettings = z.input<(typeof connectorRoutes)['test']['body']>;
export type CampaignDraft = z.input<(typeof campaignRoutes)['add']['body']>;
export type EvidencePack = z.infer<(typeof campaignRoutes)['makeEvidence']['response']>;
export type ReviewItem = z.infer<(typeof campaignRoutes)['decide']['response']>;
export type ReviewerProgress = z.infer<(typeof campaignRoutes)['progress']['response']>['items'][number];
export type FederationRule = z.infer<typeof FederationRuleSchema>;
export type IdpGroup = z.infer<typeof IdpGroupSchema>;
export type RuleDraft = z.input<(typeof federationRoutes)['previewRule']['body']>;
export type RulePreview = z.infer<typeof RulePreviewSchema>;
export type UploadResult = z.infer<(typeof federationRoutes)['upload']['response']>;
