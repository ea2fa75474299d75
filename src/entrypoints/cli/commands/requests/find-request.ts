import { type AccessRequest, requestRoutes } from '../../../../contract/requests.ts';
import type { Client, Received } from '../../client/client.ts';
import { readPages } from '../../client/pages.ts';
import { WrongUsage } from '../../failures.ts';

/** The request that is meant: by id, or by the number people see (`12`, `#12`). */
export async function findRequest(client: Client, idOrNumber: string): Promise<Received<AccessRequest>> {
  if (/^req_[0-9a-z]+$/.test(idOrNumber)) return client.call(requestRoutes.get, { params: { id: idOrNumber } });
  const number = /^#?(\d+)$/.exec(idOrNumber)?.[1];
  if (number === undefined)
    throw new WrongUsage(`${idOrNumber} names no request.`, 'Give its number, or its id: `countersign requests list`.');
  const { value } = await readPages(true, {}, (paging) => client.call(requestRoutes.list, { query: paging }));
  const found = value.items.find((each) => each.number === Number(number));
  if (found) return client.call(requestRoutes.get, { params: { id: found.id } });
  throw new WrongUsage(`There is no request ${number} that you may see.`, 'See `countersign requests list`.');
}

/** The lease that is meant: by its own id, or by the request that gave it. */
export async function findLeaseId(client: Client, named: string): Promise<string> {
  if (/^lse_[0-9a-z]+$/.test(named)) return named;
  const { value: request } = await findRequest(client, named);
  if (request.lease) return request.lease.id;
  throw new WrongUsage(
    `Request ${request.number} is ${request.status} and has given no access.`,
    request.canCancel ? `To withdraw it: countersign requests cancel ${request.number}` : 'There is nothing to end.',
  );
}
