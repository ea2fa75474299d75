// Seals and signs until nothing is left, as the worker does it; killed and started again by seal-survives-kills.test.ts.
import { checkpointAudit } from '../../../src/core/security/audit/checkpoint-audit.ts';
import { sealAudit } from '../../../src/core/security/audit/seal-audit.ts';
import { sealPorts } from './seal-ports.ts';

const { database, ports } = sealPorts(process.argv[2] as string);
let from = null;
for (;;) {
  const round = await sealAudit(ports, { from });
  from = round.from;
  await checkpointAudit(ports, { everyMs: 0 });
  if (round.sealed === 0) break;
}
await database.close();
