import { z } from 'zod';
import { AwsAccountId, Instant } from './shared.ts';

export const StatusReason = z
  .object({ code: z.string(), message: z.string(), mend: z.string(), awsError: z.string().nullable() })
  .meta({ id: 'StatusReason' });

export const Check = z
  .object({
    id: z.string(),
    group: z.enum(['Trust', 'Organizations', 'IAM', 'Identity Center', 'SCIM', 'Other AWS accounts']),
    label: z.string(),
    outcome: z.enum(['pass', 'fail', 'not-granted', 'skipped']),
    detail: z.string(),
    action: z.string().nullable(),
    /** Not needed: not granted, it names what is lost and is no failure. */
    isOptional: z.boolean(),
    awsError: z.string().nullable(),
    lost: z.string().nullable(),
    mend: z.string().nullable(),
  })
  .meta({ id: 'Check' });
export const Checklist = z
  .object({
    checks: z.array(Check),
    isReachable: z.boolean(),
    place: z.enum(['management', 'delegated-administrator', 'member', 'no-organization', 'unknown']),
    awsAccountId: AwsAccountId.nullable(),
    managementAwsAccountId: AwsAccountId.nullable(),
    failure: StatusReason.nullable(),
    testedAt: Instant,
  })
  .meta({ id: 'Checklist' });
export type Checklist = z.infer<typeof Checklist>;
export type Check = z.infer<typeof Check>;

export const ServiceIdentity = z
  .object({
    principalArn: z.string().nullable(),
    awsAccountId: AwsAccountId.nullable(),
    kind: z.enum(['role', 'user', 'root', 'none', 'unknown']),
    source: z.enum(['configuration', 'get-caller-identity']).nullable(),
    warnings: z.array(z.string()),
  })
  .meta({ id: 'ServiceIdentity' });
const PolicyAction = z.object({ action: z.string(), feature: z.string(), lost: z.string() });
const DocumentForms = z.object({ terraform: z.string(), cloudFormation: z.string(), awsCli: z.string() });
/** A policy of its own in the connector's role, which goes and comes without touching the others (CON-5). */
const OwnPolicy = DocumentForms.extend({
  policyName: z.string(),
  /** The connector's role, or the name that the set-up documents give it. */
  roleName: z.string(),
  policy: z.string(),
  actions: z.array(PolicyAction),
  /** The commands by which the policy goes again, whichever way it came. */
  takeAway: DocumentForms,
});
/** The role in each other AWS account of the organization that IAM is read through (CON-11). */
const MemberAccounts = z.object({
  /** With its path if it has one: the connector's setting, or the name that the documents give it. */
  roleName: z.string(),
  /** What the roles ask for, one for all of them. */
  externalId: z.string(),
  /** Null until a test or a sync has learned it: then the documents ask for it and say where it is found. */
  organizationId: z.string().nullable(),
  policyName: z.string(),
  /** JSON text; null until both the connector's role and the organization are known. */
  trustPolicy: z.string().nullable(),
  readPolicy: z.string(),
  actions: z.array(PolicyAction),
  /** The role in all of them at once, also in those that come later; null until the connector's role is known. */
  stackSet: z
    .object({
      name: z.string(),
      /** A CloudFormation template whose parameters are filled in. */
      template: z.string(),
      /** Steps for the AWS console, to be numbered. */
      console: z.array(z.string()),
      terraform: z.string(),
      awsCli: z.string(),
      takeAway: z.object({ console: z.array(z.string()), terraform: z.string(), awsCli: z.string() }),
    })
    .nullable(),
  /** The role in one AWS account by hand, where the StackSet does not reach; null as long as `stackSet` is. */
  single: DocumentForms.extend({ takeAway: DocumentForms }).nullable(),
  /** What lets the connector's role into those roles. */
  assume: OwnPolicy,
});
export const Setup = z
  .object({
    serviceIdentity: ServiceIdentity,
    externalId: z.string(),
    roleName: z.string(),
    policyName: z.string(),
    /** JSON text; null until the service identity is known (CON-17). */
    trustPolicy: z.string().nullable(),
    readPolicy: z.string(),
    /** What reading can do beyond the minimum: optional, and recommended. */
    furtherReading: OwnPolicy.extend({
      /** The role with both read policies, in one document; null as long as `terraform` is. */
      withRole: DocumentForms.nullable(),
    }),
    /** Shown apart, attached only by who wants Countersign to change AWS. */
    provisioning: OwnPolicy,
    memberAccounts: MemberAccounts,
    actions: z.array(PolicyAction),
    terraform: z.string().nullable(),
    cloudFormation: z.string().nullable(),
    awsCli: z.string().nullable(),
    regions: z.array(z.string()),
    /** Demo only: the server can make the role in the simulated AWS, as an administrator of it would. */
    canCreateRoleInDemo: z.boolean(),
  })
  .meta({ id: 'Setup' });
export type Setup = z.infer<typeof Setup>;
