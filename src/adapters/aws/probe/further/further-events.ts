import { CloudTrailClient, LookupEventsCommand } from '@aws-sdk/client-cloudtrail';
import type { Check } from '../../../../core/connectors/model/checklist.ts';
import { clientDefaults } from '../../session/client-defaults.ts';
import { type Probe, tryAction } from '../probe.ts';

/**
 * In one region: a policy that allows it in one and not in another is rare, and the sync names what it may not read. AWS
 * answers two of these a second.
 */
export async function probeEvents(probe: Probe, region: string): Promise<Check> {
  const { credentials } = probe.session;
  const cloudtrail = new CloudTrailClient({ ...clientDefaults, region, credentials });
  try {
    const { check } = await tryAction(
      probe,
      'cloudtrail:LookupEvents',
      (abortSignal) => cloudtrail.send(new LookupEventsCommand({ MaxResults: 1 }), { abortSignal }),
      ({ Events = [] }) => (Events.length > 0 ? `Events in ${region}` : `No event in ${region} in the last 90 days`),
    );
    return check;
  } finally {
    cloudtrail.destroy();
  }
}
