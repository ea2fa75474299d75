import type { Command } from 'commander';
import type { Client } from '../../client/client.ts';
import { findPerson } from '../find-person.ts';
import { asOfInstant, sinceInstant } from '../option-values.ts';

export interface FilterOptions {
  actor?: string;
  action?: string;
  kind?: string;
  object?: string;
  since?: string;
  until?: string;
  search?: string;
}

export const withFilters = (command: Command): Command =>
  command
    .option('--actor <person>', 'only what this person did, by id, e-mail or name; `system` for Countersign itself')
    .option('--action <action>', 'only this action, e.g. connector.created')
    .option('--kind <kind>', 'only what was done to things of this kind, e.g. policy')
    .option('--object <id>', 'only what was done to this, e.g. con_…')
    .option('--since <date>', 'from a date, an instant, or how long ago: 24h, 7d', sinceInstant)
    .option('--until <date>', 'before an instant, or up to and with a date, in UTC', asOfInstant)
    .option('--search <text>', 'only entries with this in them');

export const filterQuery = async (client: Client, options: FilterOptions) => {
  const { actor, action, kind, object, since, until, search } = options;
  const actorId = actor === undefined || actor === 'system' ? actor : await findPerson(client, actor);
  return { actorId, action, objectKind: kind, objectId: object, from: since, until, q: search };
};
