import type { DelegationStore } from '../../../../core/access/delegations/ports.ts';
import type { Delegation } from '../../../../core/access/model/delegation.ts';
import type { ExecuteSql } from '../../database.ts';
import { canDecide } from '../requests/may-decide.ts';

const columns = `d.id, d.person_id as "personId", d.delegate_id as "delegateId", d.from_at as "fromAt",
  d.until_at as "untilAt", d.ended_at as "endedAt"`;
/** SQL condition: delegation `d` holds at that instant. An end is never later than now, so an ended one is over. */
const holds = (instant: string): string =>
  `(d.from_at <= ${instant} and ${instant} < d.until_at and d.ended_at is null)`;

export const delegationStore = (executeSql: ExecuteSql): DelegationStore => ({
  async takeTurn(personId) {
    await executeSql('select from person where id = $1 for no key update', [personId]);
  },
  async holdStill(personIds) {
    await executeSql('select from person where id = any($1) order by id for share', [personIds]);
  },
  async overlapping(personId, { fromAt, untilAt }) {
    const { rows } = await executeSql(
      `select ${columns} from delegation d where d.person_id = $1 and d.ended_at is null
         and d.from_at < $3::timestamptz and $2::timestamptz < d.until_at order by d.from_at limit 1`,
      [personId, fromAt, untilAt],
    );
    return (rows[0] as Delegation | undefined) ?? null;
  },
  async add({ id, personId, delegateId, fromAt, untilAt, note }, by, now) {
    await executeSql(
      `insert into delegation (id, person_id, delegate_id, from_at, until_at, note, created_at, created_by)
       values ($1, $2, $3, $4, $5, $6, $7, $8)`,
      [id, personId, delegateId, fromAt, untilAt, note, now, by],
    );
  },
  async lock(id) {
    const { rows } = await executeSql(`select ${columns} from delegation d where d.id = $1 for update`, [id]);
    return (rows[0] as Delegation | undefined) ?? null;
  },
  async end(id, by, now) {
    await executeSql('update delegation set ended_at = $3, ended_by = $2 where id = $1', [id, by, now]);
  },
  async representedBy(delegateId, now) {
    const { rows } = await executeSql(
      `select d.person_id as id from delegation d join person p on p.id = d.person_id and p.status = 'active'
       where d.delegate_id = $1 and ${holds('$2::timestamptz')} order by p.name, p.id for share of d`,
      [delegateId, now],
    );
    return rows.map(({ id }) => id);
  },
  async delegatesOf(personIds, now) {
    const { rows } = await executeSql(
      `select distinct on (d.delegate_id) d.person_id as "personId", d.delegate_id as "delegateId",
         d.until_at as "untilAt"
       from delegation d join person p on p.id = d.delegate_id and p.status = 'active'
       join person absent on absent.id = d.person_id and absent.status = 'active'
       where d.person_id = any($1) and ${holds('$2::timestamptz')} order by d.delegate_id, absent.name, absent.id`,
      [personIds, now],
    );
    return rows;
  },
  async countWaiting(delegateId, personId) {
    const { rows } = await executeSql(
      `select count(*) as n from access_request r where ${canDecide('$1::text', `c.person_id = $2`)}`,
      [delegateId, personId],
    );
    return rows[0].n;
  },
});
