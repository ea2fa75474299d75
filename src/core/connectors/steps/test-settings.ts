import type { AwsConnection } from '../model/aws-connection.ts';
import type { Checklist } from '../model/checklist.ts';
import type { ConnectorPorts } from '../ports.ts';

/** All questions to AWS about these settings, at once: by the role, and by the SCIM API where that is on (CON-7, CON-14). */
export const testSettings = async (
  { probe, scimProbe }: Pick<ConnectorPorts, 'probe' | 'scimProbe'>,
  connection: AwsConnection,
): Promise<Checklist> => {
  const [checklist, scim] = await Promise.all([
    probe.test(connection),
    connection.scimEnabled ? scimProbe.test(connection) : [],
  ]);
  return { ...checklist, checks: [...checklist.checks, ...scim] };
};
