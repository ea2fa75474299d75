/**
 * Shows a step at once, how long it is taking while it lasts, and how long it took.
 * @template T
 * @param {string} title
 * @param {() => Promise<T>} work
 * @param {{ write(text: string): unknown, isTTY?: boolean }} [out]
 * @returns {Promise<T>}
 */
export async function showProgress(title, work, out = process.stdout) {
  const startedAt = performance.now();
  const elapsed = () => (performance.now() - startedAt) / 1000;
  const isLive = Boolean(out.isTTY);
  out.write(isLive ? `${title} …` : `${title} …\n`);
  const tick = () => out.write(isLive ? `\r${title} … ${Math.round(elapsed())} s` : `  … ${Math.round(elapsed())} s\n`);
  const timer = setInterval(tick, isLive ? 1000 : 5000);
  try {
    const result = await work();
    if (isLive) out.write(`\r\x1b[K${title} ✓ ${elapsed().toFixed(1)} s\n`);
    else if (elapsed() >= 1) out.write(`  done in ${elapsed().toFixed(1)} s\n`);
    return result;
  } catch (error) {
    if (isLive) out.write('\n');
    throw error;
  } finally {
    clearInterval(timer);
  }
}
