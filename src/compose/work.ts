import { hostname } from 'node:os';
import { createAwsReader } from '../adapters/aws/aws-reader.ts';
import { createAwsRefresher } from '../adapters/aws/aws-refresher.ts';
import { createAwsProvisioner } from '../adapters/aws/provisioning/aws-provisioner.ts';
import { createRightReader } from '../adapters/aws/provisioning/right-reader.ts';
import { randomIds } from '../adapters/crypto/node-crypto.ts';
import { leaseEndings } from '../adapters/postgres/access/lease-endings.ts';
import { dueConnectors } from '../adapters/postgres/connectors/due-connectors.ts';
import { identityMatching } from '../adapters/postgres/directory-identity-matching.ts';
import { mailQueue } from '../adapters/postgres/notifications/mail-queue.ts';
import { dueRefreshes } from '../adapters/postgres/sync/events/due-refreshes.ts';
import { createRefreshStore } from '../adapters/postgres/sync/events/refresh-store.ts';
import { createSyncRunStore } from '../adapters/postgres/sync/sync-run-store.ts';
import { createScimDirectory } from '../adapters/scim/scim-directory.ts';
import { createSmtpSender } from '../adapters/smtp/smtp-sender.ts';
import { failpoints } from '../adapters/system/failpoints.ts';
import { timer } from '../adapters/system/timer.ts';
import type { Config } from '../config.ts';
import { publishRight } from '../core/access/publish-right.ts';
import { remindApprovers } from '../core/access/remind-approvers.ts';
import { expireRequests } from '../core/access/requests/expire-requests.ts';
import { sweepLeases } from '../core/access/sweep-leases.ts';
import { remindScimExpiry } from '../core/connectors/remind-scim-expiry.ts';
import { mapFederation } from '../core/directory/federation/map-federation.ts';
import { matchIdentities } from '../core/directory/match-identities.ts';
import { scheduleRefreshes } from '../core/inventory/refresh/schedule-refreshes.ts';
import { scheduleSyncs } from '../core/inventory/schedule-syncs.ts';
import { remindReviewers } from '../core/reviews/steps/remind-reviewers.ts';
import { mailJob } from '../entrypoints/worker/mail-job.ts';
import { reconcileJob } from '../entrypoints/worker/reconcile-job.ts';
import { refreshJob } from '../entrypoints/worker/refresh-job.ts';
import { sealAuditJob } from '../entrypoints/worker/seal-audit-job.ts';
import { startWorker } from '../entrypoints/worker/start-worker.ts';
import { syncJob } from '../entrypoints/worker/sync-job.ts';
import { verifyRemediationJob } from '../entrypoints/worker/verify-remediation-job.ts';
import { composeGround } from './ground.ts';
import { secretsOf, signerOf, watchSecretKey } from './keys.ts';

/** The worker: carries out jobs and finds what was lost. */
export const work = async (config: Config): Promise<{ stop(): Promise<void> }> => {
  const ground = await composeGround(config, 'worker');
  const { database, queue, shared, log } = ground;
  const runs = createSyncRunStore(database, queue.enqueue);
  const sync = syncJob({
    ports: {
      runs,
      reader: createAwsReader({ ...ground.aws, scim: createScimDirectory(secretsOf(config)) }),
      heartbeat: timer,
    },
    jobs: queue.runner,
    ids: randomIds,
    log,
  });
  const refresh = refreshJob({
    ports: {
      runs,
      refreshes: createRefreshStore(database, queue.enqueue),
      refresher: createAwsRefresher(ground.aws),
      clock: shared.clock,
      heartbeat: timer,
    },
    ids: randomIds,
    log,
  });
  const sender = config.smtp && createSmtpSender({ ...config.smtp, publicUrl: config.publicUrl });
  const mail = mailJob({ queue: mailQueue(database), sender }, log);
  const seal = sealAuditJob({ ...shared, signer: signerOf(config) }, log);
  const secretKey = await watchSecretKey(config, ground);
  const rightReader = createRightReader(ground.aws);
  const reconcile = reconcileJob({
    ports: {
      ...shared,
      provisioner: createAwsProvisioner(ground.aws),
      heartbeat: timer,
      failpoints: failpoints(config.failpoint),
    },
    publish: (connectorId, right) =>
      publishRight({ runs, reader: rightReader, ids: randomIds }, { connectorId, right }),
    jobs: queue.runner,
    holder: `${hostname()}/${process.pid}`,
    log,
  });
  const worker = await startWorker({
    jobs: queue.runner,
    handlers: {
      'inventory.sync-connector': sync,
      'inventory.refresh-connector': refresh,
      'access.reconcile': reconcile,
      'notifications.send-mail': () => mail.run(),
      'reviews.verify-remediation': verifyRemediationJob({ ports: shared, log }),
      'directory.match-identities': async () => {
        await matchIdentities({ matching: identityMatching(database), clock: shared.clock });
        // Whoever became a person just now may be a member of a federated group.
        await queue.runner.send('directory.map-federation', {}, { key: 'all' });
      },
      'directory.map-federation': async () => {
        await mapFederation(shared);
      },
    },
    sweeps: [
      { name: 'requests nobody decided', everyMs: 30_000, run: () => expireRequests(shared) },
      { name: 'reminders of approvals', everyMs: 60_000, run: () => remindApprovers(shared) },
      { name: 'SCIM tokens that end', everyMs: 3_600_000, run: () => remindScimExpiry(shared) },
      { name: 'reminders of reviews', everyMs: 60_000, run: () => remindReviewers(shared) },
      {
        name: 'leases',
        everyMs: 5_000,
        run: () => sweepLeases({ ...shared, jobs: queue.runner, leases: leaseEndings(database) }),
      },
      { name: 'sealing the audit log', everyMs: 5_000, run: seal.run },
      { name: 'the secret key', everyMs: 60_000, run: secretKey.look },
      { name: 'due mail', everyMs: 5_000, run: mail.run },
      {
        name: 'due syncs',
        everyMs: 5_000,
        run: () => scheduleSyncs({ connectors: dueConnectors(database), jobs: queue.runner }),
      },
      {
        name: 'due looks into CloudTrail',
        everyMs: 10_000,
        run: () => scheduleRefreshes({ refreshes: dueRefreshes(database), jobs: queue.runner }),
      },
    ],
    log,
  });
  return {
    async stop() {
      await Promise.all([worker.stop(), mail.stop(), seal.stop()]);
      sender?.close();
      await database.close();
    },
  };
};
