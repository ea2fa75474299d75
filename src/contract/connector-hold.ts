import { z } from 'zod';
import { Instant, RunId } from './shared.ts';

const Removed = z.object({ current: z.number().int(), removed: z.number().int() });
/** The run that waits for a person, since it would remove too much (CON-13). */
export const Hold = z
  .object({
    runId: RunId,
    runNumber: z.number().int(),
    at: Instant,
    identities: Removed,
    grants: Removed,
    /** The limits that it went over. */
    sharePercent: z.number(),
    minimum: z.number().int(),
    kinds: z.array(z.object({ kind: z.string(), count: z.number().int() })),
  })
  .meta({ id: 'Hold' });
export const Removal = z
  .object({
    kind: z.string(),
    /** Of the entity, or of who loses the grant. */
    name: z.string(),
    /** The group, permission set, role or policy of a grant. */
    of: z.string().nullable(),
    awsAccount: z.string().nullable(),
  })
  .meta({ id: 'Removal' });
export type Removal = z.infer<typeof Removal>;
