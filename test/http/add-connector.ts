import type { Answer, Caller, Http } from './start-http.ts';

let names = 0;
interface Wanted {
  name?: string;
  /** The AWS account of its role, which is set without asking AWS; without, it has none yet. */
  roleIn?: string;
}
/** A connector for an application of its own, owned by the demo's Connector Administrator, as the API answers it. */
export const addConnector = async (
  http: Http,
  caller: Caller,
  { name = `Application ${++names}`, roleIn }: Wanted = {},
): Promise<Answer['body']> => {
  const ownerIds = [await http.personId('kwame.boateng')];
  const { body } = await caller.post('/api/v1/connectors', { application: { newName: name }, ownerIds });
  if (roleIn)
    await http.database.pool.query('update connector set role_arn = $2 where id = $1', [
      body.id,
      `arn:aws:iam::${roleIn}:role/Countersign`,
    ]);
  return body;
};
