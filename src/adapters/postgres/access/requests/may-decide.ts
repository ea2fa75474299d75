/** Who was named in the capacity of candidate `c`, whoever has handed the seat over since. */
const origin = 'coalesce(c.origin_id, c.person_id)';
const isActive = (id: string): string => `exists (select from person a where a.id = ${id} and a.status = 'active')`;
/** The same rule as stillHas in core, of candidate `c`: who has left has no capacity, whoever holds the seat by now. */
const stillHas = `case
  when c.via = 'manager' then ${isActive(origin)} and exists (select from person p
    where p.id = r.person_id and p.manager_id = ${origin})
  when c.via like 'owner of %' then ${isActive(origin)} and exists (select from connector x join application_owner o
    on o.application_id = x.application_id where x.id = r.connector_id and o.person_id = ${origin})
  when c.via like 'Super Administrator%' then ${isActive(origin)} and exists (select from role_grant g
    where g.person_id = ${origin} and g.role = 'super-administrator')
  else true end`;

/** SQL condition: the candidate has not handed the seat over. */
export const holdsSeat = (candidate: string): string => `not exists (select from approval_reassignment h
  where h.request_id = ${candidate}.request_id and h.step = ${candidate}.step and h.from_id = ${candidate}.person_id)`;

/** SQL condition: this person acts for who asked for `r` or for whom it is, now or when it was asked for. */
const actsForThem = (who: string): string => `exists (
  select from unnest(array[r.requester_id, r.person_id]) as whom (id),
    unnest(array[r.created_at, product_now()]) as moment (instant)
  where acts_for(${who}, whom.id, moment.instant))`;

/** SQL condition: decision `d` was taken by one of these people or in the stead of one. */
const involves = (...people: string[]): string => {
  const list = people.join(', ');
  return `(d.person_id in (${list}) or d.in_stead_of in (${list}))`;
};

/**
 * SQL: the candidate whose seat `me` would decide now, themselves first; null: none. The same rule as seatToDecide in
 * core. `only` is a further condition on candidate `c`.
 */
export const seatToDecide = (me: string, only = 'true'): string => `(case
  when r.status = 'pending' and r.expires_at > product_now() and r.requester_id <> ${me} and r.person_id <> ${me}
    and not ${actsForThem(me)} then (
    select c.person_id from approval_step s
    join approval_candidate c on c.request_id = s.request_id and c.step = s.step
      and (c.person_id = ${me} or acts_for(${me}, c.person_id, product_now()))
    join person holder on holder.id = c.person_id and (c.person_id = ${me} or holder.status = 'active')
    where s.request_id = r.id and s.status = 'open' and ${only} and ${holdsSeat('c')} and ${stillHas} and not ${actsForThem('c.person_id')}
      and not exists (select from approval_decision d
        where d.request_id = r.id and d.step = s.step and ${involves(me, 'c.person_id')})
      and (not exists (select from approval_decision d where d.request_id = r.id and ${involves(me, 'c.person_id')})
        or (select count(*) from approval_candidate o where o.request_id = r.id and o.step = s.step
              and ${holdsSeat('o')} and not ${actsForThem('o.person_id')} and not exists (select from approval_decision d
                where d.request_id = r.id and ${involves('o.person_id')}))
          < s.needed - (select count(*) from approval_decision d where d.request_id = r.id and d.step = s.step))
    order by c.person_id <> ${me}, holder.name, holder.id limit 1) end)`;

/** SQL condition: this person may decide the open step of `r` now. */
export const canDecide = (me: string, only?: string): string => `${seatToDecide(me, only)} is not null`;

/** SQL condition: the open step of `r` waits for somebody for whom `me` acts, or `me` decided in somebody's stead. */
export const standsIn = (me: string): string => `(
  (r.status = 'pending' and exists (select from approval_step s
    join approval_candidate c on c.request_id = s.request_id and c.step = s.step
    where s.request_id = r.id and s.status = 'open' and ${holdsSeat('c')}
      and acts_for(${me}, c.person_id, product_now())))
  or exists (select from approval_decision d
    where d.request_id = r.id and d.person_id = ${me} and d.in_stead_of is not null))`;
