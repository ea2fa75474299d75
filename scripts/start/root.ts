import path from 'node:path';

/** The clone. */
export const root = path.join(import.meta.dirname, '..', '..');
