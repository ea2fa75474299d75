import { sql } from 'kysely';
import type { EntityKind } from '../../../../core/inventory/model/kinds.ts';
import { type AccessPath, type PathStep, principalPageId } from '../../../../core/inventory/model/path-sentence.ts';
import { type ChangeOp, entityChange, grantChange } from '../../../../core/inventory/model/path-sentence-of-change.ts';
import type {
  AccessChangeView,
  AccessViews,
  CauseEventView,
  ChangeCauseView,
  ChangesRequest,
} from '../../../../core/inventory/views/access-views.ts';
import type { Database } from '../../database.ts';
import { decodeSortedCursor, encodeSortedCursor } from '../cursor.ts';
import { entityNumber } from '../inventory/entity-rows.ts';
import { listQueryOf } from '../list-page.ts';
import { fallbackName, iso, kindName, type Sql } from '../moment.ts';
import type { Visibility } from '../visibility.ts';
import { visibleChange } from './visible-change.ts';

const key = sql`c.seq, c.entitlement_key, c.principal_key, c.entity_key`;

/** What changed, newest first; names are those of today, or the last ones known. */
export const changesView = ({ kysely }: Database): Pick<AccessViews, 'changes'> => ({
  changes: async (viewer, request) => {
    const { moment, visibility } = listQueryOf(viewer, undefined);
    const after = decodeSortedCursor(request.cursor, 'changes', ['int', 'int', 'int', 'int']);
    const beyond = after
      ? sql`where (${key}) < (${after[0]}::int, ${after[1]}::int, ${after[2]}::int, ${after[3]}::int)`
      : sql``;
    const ctes = [
      moment.cte,
      moment.linkCte,
      ...visibility.ctes,
      sql`fitting as materialized (
        select c.seq, c.op, c.entity_id, c.entitlement_id, c.principal_id, c.write_id, coalesce(c.entitlement_id, 0) as entitlement_key,
          coalesce(c.principal_id, 0) as principal_key, coalesce(c.entity_id, 0) as entity_key
        from change c where ${visibleChange(visibility)} and ${sql.join(filters(request), sql` and `)})`,
      sql`page as materialized (select * from fitting c ${beyond} order by c.seq desc, c.entitlement_key desc,
        c.principal_key desc, c.entity_key desc limit ${request.limit + 1})`,
    ];
    const { rows } = await sql<{ total: number; rows: StoredChange[] }>`with recursive ${sql.join(ctes)}
      select (select count(*)::int from fitting) as total, coalesce((select json_agg(${changeJson(visibility)}
        order by c.seq desc, c.entitlement_key desc, c.principal_key desc, c.entity_key desc)
        from page c ${joins}), '[]') as rows`.execute(kysely);
    const { total, rows: found } = rows[0] ?? { total: 0, rows: [] };
    const shown = found.slice(0, request.limit);
    const last = found.length > request.limit ? shown.at(-1) : undefined;
    return { items: shown.map(inWords), nextCursor: last ? encodeSortedCursor('changes', last.key) : null, total };
  },
});

function filters(request: ChangesRequest): Sql[] {
  // What a connector's first reading found was there before; nobody was granted anything by being read.
  const where = [sql`c.seq not in (select min(seq) from sync_run where seq is not null group by connector_id)`];
  if (request.since)
    where.push(sql`c.seq > coalesce((select max(seq) from sync_run
      where seq is not null and published_at <= ${request.since}::timestamptz), 0)`);
  if (request.entityId) where.push(touches(sql`${entityNumber(request.entityId)}::int`));
  if (request.awsAccountId) {
    const id = sql`(select id from entity where native_id = ${request.awsAccountId} and kind = 2)`;
    where.push(sql`(c.entity_id = ${id}
      or c.entitlement_id in (select id from entitlement where account_id = ${id})
      or c.entity_id in (select inside.entity_id from entity_version inside where inside.parent_id = ${id}))`);
  }
  if (request.personId)
    where.push(sql`coalesce(c.principal_id, c.entity_id) in (
      select identity_id from identity_link where person_id = ${request.personId})`);
  if (request.connectorId)
    where.push(
      sql`c.seq in (select seq from sync_run where connector_id = ${request.connectorId} and seq is not null)`,
    );
  if (request.runId) where.push(sql`c.seq = (select seq from sync_run where id = ${request.runId})`);
  if (request.op) where.push(sql`c.op = ${request.op}`);
  return where;
}
const touches = (id: Sql): Sql => sql`(c.entity_id = ${id} or c.principal_id = ${id}
  or c.entitlement_id in (select id from entitlement where target_id = ${id} or ps_id = ${id}))`;

interface StoredCause {
  by: ChangeCauseView['by'];
  leaseId: string | null;
  requestId: string | null;
  requestNumber: number | null;
  revocationId: string | null;
  event: CauseEventView | null;
}
interface StoredChange {
  cause: StoredCause;
  key: number[];
  at: string;
  runNumber: number;
  op: ChangeOp;
  kind: number | null;
  entity: { id: string; kind: EntityKind; name: string; awsAccountId: string | null } | null;
  person: AccessPath['person'];
  principal: AccessPath['principal'];
  target: { id: string; name: string };
  set: { id: string; name: string } | null;
  awsAccount: { awsAccountId: string; name: string } | null;
}

function inWords(change: StoredChange): AccessChangeView {
  const { at, op, runNumber, entity } = change;
  const cause = causeInWords(change.cause);
  if (entity)
    return { at, op, runNumber, cause, sentence: entityChange(op, entity.kind, entity.name), path: [stepOf(entity)] };
  const { kind, person, principal, target, set, awsAccount } = change;
  return {
    at,
    op,
    runNumber,
    cause,
    ...grantChange(
      op,
      {
        person,
        principal,
        group: kind === 1 ? { ...target, awsAccount } : null,
        assignment: set && awsAccount ? { permissionSet: set, awsAccount } : null,
        roles: kind === 3 ? [{ ...target, awsAccount }] : [],
        home: null,
      },
      kind === 4 ? target.name : null,
    ),
  };
}

function causeInWords({ by, ...ids }: StoredCause): ChangeCauseView {
  if (by === 'outside') {
    const { event } = ids;
    const words = event
      ? `outside Countersign: ${event.actor} (${event.name}, event ${event.id})`
      : 'outside Countersign';
    return { by, words, event };
  }
  if (by === 'unknown') return { by, words: 'perhaps Countersign: its call is not confirmed' };
  const { event: _, ...cause } = ids;
  const { requestNumber, revocationId } = cause;
  const what = revocationId ? 'revocation' : requestNumber === null ? null : `lease of request ${requestNumber}`;
  return { by, words: what ? `Countersign, ${what}` : 'Countersign', ...cause };
}

const stepKinds: Partial<Record<EntityKind, PathStep['kind']>> = {
  'aws-account': 'aws-account',
  'identity-center-group': 'group',
  'iam-group': 'group',
  'permission-set': 'permission-set',
  'iam-role': 'role',
  'identity-center-user': 'identity',
  'iam-user': 'identity',
};
const stepOf = ({ kind, id, name, awsAccountId }: NonNullable<StoredChange['entity']>): PathStep => ({
  kind: stepKinds[kind] ?? 'principal',
  id: awsAccountId ?? (kind === 'permission-set' ? id : principalPageId({ kind, id })),
  name,
  relation: '',
});

const named = (alias: string, id: Sql): Sql => sql`left join lateral (
  select e.id, e.kind, e.native_id, coalesce(v.name, ${fallbackName(sql`e.id`, sql`e.native_id`)}) as name
  from entity e left join entity_version v on v.entity_id = e.id and v.to_seq is null
  where e.id = ${id}) ${sql.ref(alias)} on true`;

const joins = sql`join sync_run run on run.seq = c.seq left join entitlement t on t.id = c.entitlement_id
  ${named('thing', sql`c.entity_id`)} ${named('who', sql`c.principal_id`)} ${named('target', sql`t.target_id`)}
  ${named('ps', sql`t.ps_id`)} ${named('place', sql`t.account_id`)}
  left join aws_write w on w.id = c.write_id
  left join change_event x on x.seq = c.seq and x.entity_key = c.entity_key and x.entitlement_key = c.entitlement_key
    and x.principal_key = c.principal_key
  left join aws_event event on event.connector_id = x.connector_id and event.event_id = x.event_id
  left join lease on lease.id = w.cause left join access_request request on request.id = lease.request_id
  left join revocation on revocation.id = w.cause
  left join link on link.identity_id = who.id left join person p on p.id = link.person_id`;

/**
 * A run that was open before the call may have read AWS before it too: then what it shows is not known to be ours. From
 * where somebody called is for who answers for the connector, not for everybody whose access they changed.
 */
const causeJson = ({
  connector,
}: Visibility): Sql => sql`json_build_object('by', case when w.id is null or w.status = 'none' then 'outside'
    when w.status = 'confirmed' and run.number > w.run_before then 'countersign' else 'unknown' end,
  'leaseId', lease.id, 'requestId', request.id, 'requestNumber', request.number, 'revocationId', revocation.id,
  'event', case when event.event_id is not null then json_build_object('id', event.event_id, 'name', event.name,
    'at', ${iso(sql`event.at`)}, 'actor', event.actor, 'sourceIp', case when ${connector(sql`event.connector_id`)}
      then event.source_ip end) end)`;
const changeJson = (
  visibility: Visibility,
): Sql => sql`json_build_object('key', json_build_array(${key}), 'at', ${iso(sql`run.published_at`)},
  'runNumber', run.number, 'cause', ${causeJson(visibility)}, 'op', c.op, 'kind', t.kind,
  'entity', case when thing.id is not null then json_build_object('id', 'ent_' || thing.id,
    'kind', ${kindName(sql`thing.kind`)}, 'name', thing.name,
    'awsAccountId', case when thing.kind = 2 then thing.native_id end) end,
  'person', case when p.id is not null then json_build_object('id', p.id, 'name', p.name) end,
  'principal', json_build_object('id', 'ent_' || who.id, 'kind', ${kindName(sql`who.kind`)}, 'name', who.name),
  'target', json_build_object('id', 'ent_' || target.id, 'name', target.name),
  'set', case when ps.id is not null then json_build_object('id', 'ent_' || ps.id, 'name', ps.name) end,
  'awsAccount', case when place.id is not null then
    json_build_object('awsAccountId', place.native_id, 'name', place.name) end)`;
