import { connectorRoutes } from '../../../../../contract/connectors.ts';
import type { SyncRun } from '../../../../../contract/sync-runs.ts';
import type { Client } from '../../../client/client.ts';
import { LARGEST_PAGE } from '../../../client/pages.ts';
import { WrongUsage } from '../../../failures.ts';
import { newestRun } from '../follow-log.ts';

/** The id of the run that is meant: by id, by its number (`12` or `#12`), or the newest when none is named. */
export async function findRun(client: Client, connectorId: string, idOrNumber: string | undefined): Promise<string> {
  if (idOrNumber === undefined) {
    const newest = await newestRun(client, connectorId);
    if (newest) return newest.id;
    throw new WrongUsage('No sync has run yet.', `Next: countersign connectors sync ${connectorId} --wait`);
  }
  if (/^run_[0-9a-z]+$/.test(idOrNumber)) return idOrNumber;
  const number = /^#?(\d+)$/.exec(idOrNumber)?.[1];
  const found = number === undefined ? undefined : await runNumbered(client, connectorId, Number(number));
  if (found) return found.id;
  throw new WrongUsage(
    `This connector has no sync run ${idOrNumber}.`,
    `countersign connectors runs ${connectorId} lists them.`,
  );
}

async function runNumbered(client: Client, id: string, number: number): Promise<SyncRun | undefined> {
  let cursor: string | undefined;
  for (;;) {
    const query = { limit: LARGEST_PAGE, cursor };
    const { value } = await client.call(connectorRoutes.runs, { params: { id }, query });
    const run = value.items.find((each) => each.number === number);
    // Newest first: once they are older, it is not among them.
    if (run || value.nextCursor === null || (value.items.at(-1)?.number ?? 0) < number) return run;
    cursor = value.nextCursor;
  }
}
