/** How many lines only one of the two has; prints the first of them. */
export function differences(what: string, expected: readonly string[], found: readonly string[]): number {
  const [before, after] = [new Set(expected), new Set(found)];
  const missing = expected.filter((line) => !after.has(line));
  const more = found.filter((line) => !before.has(line));
  for (const line of missing.slice(0, 5)) console.log(`${what}: missing ${line}`);
  for (const line of more.slice(0, 5)) console.log(`${what}: besides ${line}`);
  return missing.length + more.length;
}
