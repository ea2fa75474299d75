import type { SealedValue, SealedValueStore, SealingKey } from './ports.ts';

/** What is read, opened and written at once. */
const perPage = 500;

/** Every encrypted value of the installation, a bounded number at a time. */
export async function* everyPage(store: SealedValueStore): AsyncGenerator<{ table: string; values: SealedValue[] }> {
  for (const table of store.tables) {
    let afterId = '';
    for (;;) {
      const values = await store.page(table, afterId, perPage);
      if (values.length > 0) yield { table, values };
      afterId = values.at(-1)?.id ?? '';
      if (values.length < perPage) break;
    }
  }
}

/** A mark saves the decryption where it says no. */
export const opens = (key: SealingKey, { sealed, purpose }: SealedValue): boolean => {
  try {
    key.open(sealed, purpose);
    return true;
  } catch {
    return false;
  }
};
