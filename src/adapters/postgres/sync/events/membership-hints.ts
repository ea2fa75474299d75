import type { MembershipIds } from '../../../../core/inventory/ports.ts';
import type { ConnectorId, RunId } from '../../../../core/shared/ids.ts';
import type { Database, ExecuteSql } from '../../database.ts';

/** Hashed, since there may be hundreds of thousands: a clash costs reading one group in vain. */
const keyOf = (id: string) => `hashtextextended(${id}, 0)`;

/** Of groups or users that were listed: which memberships they have. Written where it differs. */
export async function keepMembershipHints(
  executeSql: ExecuteSql,
  runId: RunId,
  listings: readonly MembershipIds[],
): Promise<void> {
  if (listings.length === 0) return;
  const rows = listings.flatMap(({ listing, memberships }) =>
    memberships.map(({ id, groupId }) => ({ listing: listing.nativeId, id, groupId: groupId ?? null })),
  );
  await executeSql(
    `insert into membership_hint (connector_id, listing, keys, groups)
     select r.connector_id, l.listing, coalesce(m.keys, '{}'), m.groups
     from sync_run r cross join unnest($2::text[]) as l (listing)
     left join (
       select m.listing, array_agg(${keyOf('m.id')} order by m.id) as keys,
         case when bool_or(m.group_id is not null) then array_agg(m.group_id order by m.id) end as groups
       from unnest($3::text[], $4::text[], $5::text[]) as m (listing, id, group_id) group by m.listing
     ) m on m.listing = l.listing
     -- A conflict would lock the row, and write that, also where nothing differs.
     where r.id = $1 and not exists (select from membership_hint k where k.connector_id = r.connector_id
       and k.listing = l.listing and (k.keys, k.groups) is not distinct from (coalesce(m.keys, '{}'), m.groups))
     on conflict (connector_id, listing) do update set keys = excluded.keys, groups = excluded.groups`,
    [
      runId,
      [...new Set(listings.map(({ listing }) => listing.nativeId))],
      rows.map(({ listing }) => listing),
      rows.map(({ id }) => id),
      rows.map(({ groupId }) => groupId),
    ],
  );
}

/** AWS's own group ids. */
export async function groupsOfMemberships(
  { pool }: Database,
  connectorId: ConnectorId,
  membershipIds: readonly string[],
): Promise<Map<string, string>> {
  if (membershipIds.length === 0) return new Map();
  const { rows } = await pool.query<{ id: string; group: string }>(
    // All hints are looked through once: of a hundred thousand users, asking each for each of 500 memberships took 14 s.
    `select m.id, coalesce(k."group", h.listing) as "group"
     from membership_hint h cross join unnest(h.keys, h.groups) as k (key, "group")
     join (select id, ${keyOf('id')} as key from unnest($2::text[]) as u (id)) m on m.key = k.key
     where h.connector_id = $1`,
    [connectorId, membershipIds],
  );
  return new Map(rows.map(({ id, group }) => [id, group.slice(group.indexOf('/') + 1)]));
}
