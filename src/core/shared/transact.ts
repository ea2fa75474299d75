import type { UnitOfWork } from './ports.ts';

/**
 * Runs a use case's changes in one transaction: `work` gets the stores it needs, bound to that transaction, together
 * with audit and jobs. Rolled back when it throws. AWS is never asked inside (architecture.md, A use case).
 */
export type Transact<Stores> = <T>(work: (unit: UnitOfWork & Stores) => Promise<T>) => Promise<T>;
