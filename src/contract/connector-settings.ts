import { z } from 'zod';
import { ApplicationId, Instant, PersonId } from './shared.ts';

export const Settings = z.object({
  roleArn: z.string().trim().max(2048),
  organizationsEnabled: z.boolean(),
  identityCenterEnabled: z.boolean(),
  identityCenterRegion: z.string().max(40).nullable(),
  /** Name, or path/name, of the role in each other AWS account; null: their IAM is not read. */
  memberRoleName: z.string().trim().max(576).nullable().optional(),
  scimEnabled: z.boolean().optional(),
  scimEndpoint: z.string().trim().max(2048).nullable().optional(),
  /** Written only; absent keeps the one there is, as long as the endpoint stays. */
  scimToken: z.string().trim().min(1).max(4096).optional(),
  /** As AWS's console shows it; absent: a year from now. */
  scimTokenExpiresAt: Instant.optional(),
});
export const AddConnector = z.object({
  application: z.union([z.object({ id: ApplicationId }), z.object({ newName: z.string().trim().min(1).max(100) })]),
  ownerIds: z.array(PersonId).min(1).max(20),
});
export const ChangeConnector = Settings.partial().extend({
  name: z.string().trim().min(1).max(100).optional(),
  ownerIds: z.array(PersonId).min(1).max(20).optional(),
  syncIntervalMinutes: z.number().int().min(5).max(10080).optional(),
  /** Null: by the interval again. */
  syncCron: z.string().trim().max(200).nullable().optional(),
  /** Of the IANA database, e.g. Europe/Berlin. */
  syncTimeZone: z.string().trim().max(64).nullable().optional(),
  refreshIntervalMinutes: z.number().int().min(1).max(1440).nullable().optional(),
  /** A sync that removes more than this share is held; 100: none is. */
  holdSharePercent: z.number().positive('More than 0').max(100).optional(),
  holdMinimum: z.number().int().min(1).max(1_000_000).optional(),
  provisioningEnabled: z.boolean().optional(),
});
