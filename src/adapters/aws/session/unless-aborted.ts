import { AwsUnreachable } from '../../../core/inventory/ports.ts';

/** Ends a wait when the signal does; what was waited for may still finish, unheard. */
export async function unlessAborted<Value>(signal: AbortSignal, wait: Promise<Value>): Promise<Value> {
  const { promise, reject } = Promise.withResolvers<never>();
  const stop = () =>
    reject(
      new AwsUnreachable('aws-unreachable', 'AWS did not answer in time.', {
        mend: 'Check that the server may reach AWS (DNS, proxy, firewall, AWS_ENDPOINT_URL) and try again.',
        isTransient: true,
      }),
    );
  if (signal.aborted) stop();
  signal.addEventListener('abort', stop, { once: true });
  wait.catch(() => {});
  try {
    return await Promise.race([promise, wait]);
  } finally {
    signal.removeEventListener('abort', stop);
  }
}
