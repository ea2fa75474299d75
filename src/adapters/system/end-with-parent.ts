/**
 * Calls `stop` once on SIGINT, SIGTERM or SIGHUP and, where asked, when standard input closes: the parent that held
 * the other end is gone, killed or not, and no process may be left (OPS-1). Ends hard after 10 s.
 */
export const endWithParent = (options: { watchesStdin: boolean }, stop: () => Promise<void>): void => {
  let isEnding = false;
  const end = async () => {
    if (isEnding) return;
    isEnding = true;
    setTimeout(() => process.exit(1), 10_000).unref();
    await stop();
    process.exit(0);
  };
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => void end());
  if (options.watchesStdin) {
    process.stdin.on('end', () => void end());
    process.stdin.on('error', () => void end());
    process.stdin.resume();
  }
};
