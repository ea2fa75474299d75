import { type SendDueMailPorts, sendDueMail } from '../../core/notifications/send-due-mail.ts';
import type { Log } from './start-worker.ts';

/**
 * One run at a time in this process, asked for by the job after each commit and by a sweep. A run that is asked for
 * while one is on follows it: what was committed meanwhile may have been missed. `stop` lets mails under way be marked.
 */
export const mailJob = (ports: SendDueMailPorts, log: Log) => {
  let isStopping = false;
  let running: Promise<void> | null = null;
  let following: Promise<void> | null = null;
  const once = async (): Promise<void> => {
    const counts = await sendDueMail(ports, { isStopping: () => isStopping });
    if (counts.failed + counts.refused > 0) log.error({ ...counts }, 'some mail could not be sent');
    else if (counts.sent > 0) log.info({ ...counts }, 'mail sent');
  };
  const start = (): Promise<void> => {
    running = once().finally(() => {
      running = null;
    });
    return running;
  };
  return {
    run(): Promise<void> {
      if (running === null) return start();
      following ??= running
        .catch(() => undefined)
        .then(() => {
          following = null;
          return isStopping ? undefined : start();
        });
      return following;
    },
    async stop(): Promise<void> {
      isStopping = true;
      await running?.catch(() => undefined);
    },
  };
};
