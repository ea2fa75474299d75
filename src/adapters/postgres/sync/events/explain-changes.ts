import {
  byWhatTheyName,
  type ChangeToExplain,
  type ExplainingEvent,
  explainChange,
} from '../../../../core/inventory/model/events/explain-change.ts';
import type { ConnectorId } from '../../../../core/shared/ids.ts';
import type { ExecuteSql } from '../../database.ts';

/** Events come late, and a full run may show a change long after: both are looked at again for this long. */
const lookBack = `interval '24 hours'`;
/** Whoever changed that much at once is told of by the newest of it. */
const mostChanges = 5000;

interface UnexplainedChange extends ChangeToExplain {
  seq: number;
  entityKey: number;
  entitlementKey: number;
  principalKey: number;
}

/**
 * Names the event that a change outside Countersign is the work of, where one was taken that fits: once for each change,
 * and for good. Within the transaction that publishes, or that keeps new events.
 */
export async function explainChanges({
  executeSql,
  connectorId,
}: {
  executeSql: ExecuteSql;
  connectorId: ConnectorId;
}): Promise<void> {
  const { rows: events } = await executeSql(
    `select event_id as id, to_char(at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as at, explained
     from aws_event where connector_id = $1 and at > product_now() - ${lookBack} and explained <> '[]'
     order by at, event_id`,
    [connectorId],
  );
  if (events.length === 0) return;
  const { rows: changes } = await executeSql(unexplained, [connectorId, (events as ExplainingEvent[])[0]?.at]);
  if (changes.length === 0) return;
  const byName = byWhatTheyName(events as ExplainingEvent[]);
  const found = (changes as UnexplainedChange[]).flatMap((change) => {
    const event = explainChange(change, byName);
    return event ? [{ ...change, eventId: event.id }] : [];
  });
  if (found.length === 0) return;
  await executeSql(
    `insert into change_event (seq, entity_key, entitlement_key, principal_key, connector_id, event_id)
     select seq, entity_key, entitlement_key, principal_key, $1, event_id
     from unnest($2::int[], $3::int[], $4::int[], $5::int[], $6::text[])
       as f (seq, entity_key, entitlement_key, principal_key, event_id)
     on conflict do nothing`,
    [
      connectorId,
      found.map(({ seq }) => seq),
      found.map(({ entityKey }) => entityKey),
      found.map(({ entitlementKey }) => entitlementKey),
      found.map(({ principalKey }) => principalKey),
      found.map(({ eventId }) => eventId),
    ],
  );
}

/** As the last reading had it; of what is gone the last version. */
const thing = (
  id: string,
  name: string,
): string => `(select json_build_object('kind', k.name, 'nativeId', e.native_id, 'name', v.name,
    'arn', v.arn, 'parentId', p.native_id) from entity e join entity_kind k on k.id = e.kind
  left join lateral (select * from entity_version v where v.entity_id = e.id order by from_seq desc limit 1) v on true
  left join entity p on p.id = v.parent_id where e.id = ${id}) as "${name}"`;

/** What a connector's first reading found was there before. */
const unexplained = `
  select c.seq, c.op, to_char(r.published_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as "publishedAt",
    coalesce(c.entity_id, 0) as "entityKey", coalesce(c.entitlement_id, 0) as "entitlementKey",
    coalesce(c.principal_id, 0) as "principalKey",
    ${thing('c.entity_id', 'entity')}, ${thing('t.target_id', 'target')}, ${thing('c.principal_id', 'principal')},
    (select native_id from entity where id = t.ps_id) as "permissionSetArn"
  from sync_run r join change c on c.seq = r.seq left join entitlement t on t.id = c.entitlement_id
  where r.connector_id = $1 and r.published_at >= $2::timestamptz and c.write_id is null
    and r.seq > (select min(seq) from sync_run where connector_id = $1 and seq is not null)
    and not exists (select from change_event x where x.seq = c.seq and x.entity_key = coalesce(c.entity_id, 0)
      and x.entitlement_key = coalesce(c.entitlement_id, 0) and x.principal_key = coalesce(c.principal_id, 0))
  order by c.seq desc limit ${mostChanges}`;
