import { Refusal } from '../../../../core/shared/refusal.ts';
import type { ExecuteSql } from '../../database.ts';

/**
 * Before something begins that goes on through this connector: until the end of the transaction it is not deleted, and
 * who deletes it then finds what began (CON-15). Refuses `connector-deleted`.
 */
export const requireThere = async (executeSql: ExecuteSql, connectorId: string): Promise<void> => {
  const { rows } = await executeSql('select from connector where id = $1 and deleted_at is null for key share', [
    connectorId,
  ]);
  if (rows.length === 0)
    throw new Refusal(
      'conflict',
      'connector-deleted',
      'The connector that this goes through was deleted a moment ago. Nothing was changed.',
    );
};
