import { inject } from 'vitest';
import { cloneDatabase, type TestDatabase } from './clone-database.ts';

/** A migrated database of this test's own, on the server that the whole run shares. */
export const createTestDatabase = (): Promise<TestDatabase> => cloneDatabase(inject('testServer'));

export type { TestDatabase };
