import { everyPage, opens } from './every-page.ts';
import type { CheckSecretKeyPorts, StrangeSeal } from './ports.ts';

/** So many are named; one tells the mend as well as all. */
const namedAtMost = 5;

/** A sentence on what this process cannot open and how to mend it; null while its key opens everything (SEC-4). */
export const checkSecretKey = async ({ sealedValues, key }: CheckSecretKeyPorts): Promise<string | null> => {
  const strange: StrangeSeal[] = [];
  let count = 0;
  for await (const { table, values } of everyPage(sealedValues))
    for (const value of values) {
      // The mark is enough where there is one: whether the bytes behind it are whole shows when they are needed.
      if (key && (key.isMarked(value.sealed) || opens(key, value))) continue;
      count += 1;
      if (strange.length < namedAtMost) strange.push({ table, id: value.id });
    }
  return count === 0 ? null : sentence(count, strange, key !== null);
};

const sentence = (count: number, strange: readonly StrangeSeal[], hasKey: boolean): string => {
  const rows = strange.map(({ table, id }) => `${table} ${id}`).join(', ');
  const what = `${count === 1 ? 'One stored secret' : `${count} stored secrets`} (${rows}${count > strange.length ? ', …' : ''})`;
  return hasKey
    ? `${what} cannot be opened with the key file of this process. After a rotation start it with the new file (COUNTERSIGN_SECRET_KEY_FILE); if it has that already, repeat rotate-secret-key from the old file.`
    : `${what} cannot be opened: set COUNTERSIGN_SECRET_KEY_FILE to the key file they were kept with.`;
};
