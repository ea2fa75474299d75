import { entitlementName, nameOf } from '../../access/requests/request-sql.ts';

/** One kind of thing that entries are about: its table, and what is told of a row `o`. */
interface AuditedKind {
  tables: string;
  name: string;
  /** False for what was removed and is kept for its name. */
  isThere?: string;
  /** What shows it, where it has no page of its own. */
  partOf?: [kind: string, id: string];
}
const named = (table: string): AuditedKind => ({ tables: `${table} o`, name: 'o.name' });

/** By kind, as the entries say it. What is not here (a signing key, the directory) is told by its id. */
const kinds: Record<string, AuditedKind> = {
  person: named('person'),
  connector: named('connector'),
  application: named('application'),
  campaign: named('campaign'),
  'api-token': named('api_token'),
  'identity-provider': named('identity_provider'),
  policy: { ...named('access_policy'), isThere: 'o.deleted_at is null' },
  'manual-task': { tables: 'manual_task o', name: 'o.title' },
  'sync-run': {
    tables: 'sync_run o join connector c on c.id = o.connector_id',
    name: `c.name || ', run ' || o.number`,
    partOf: ['connector', 'o.connector_id'],
  },
  'review-item': {
    tables: 'review_item o',
    name: `o.facts ->> 'sentence'`,
    partOf: ['campaign', 'o.campaign_id'],
  },
  'access-request': {
    tables: 'access_request o join person h on h.id = o.person_id',
    name: `'No. ' || o.number || ', ' || ${entitlementName('o')} || ' for ' || h.name`,
  },
  lease: {
    tables: 'lease o join person h on h.id = o.person_id',
    name: `${entitlementName('o')} || ' for ' || h.name`,
    partOf: ['access-request', 'o.request_id'],
  },
  revocation: {
    tables: `revocation o left join review_item i on o.source_kind = 'review-item' and i.id = o.source_id`,
    name: `coalesce(i.facts ->> 'sentence', ${entitlementName('o')} || ' from ' || ${nameOf('o.principal_id')})`,
    partOf: ['campaign', 'i.campaign_id'],
  },
  'federation-rule': {
    tables: 'federation_rule o left join idp_group g on g.id = o.group_id',
    name: `coalesce(o.pattern, g.name || ' → ' || ${nameOf('o.role_entity_id')})`,
    isThere: 'o.deleted_at is null',
    partOf: ['identity-provider', 'o.identity_provider_id'],
  },
  delegation: {
    tables: 'delegation o join person h on h.id = o.person_id join person d on d.id = o.delegate_id',
    name: `d.name || ' for ' || h.name`,
  },
};

const branchOf = ([kind, { tables, name, isThere = 'true', partOf }]: [string, AuditedKind]): string =>
  `select ${name} as name, ${isThere} as is_there, ${
    partOf ? `'${partOf[0]}' as part_kind, ${partOf[1]} as part_id` : 'null as part_kind, null as part_id'
  } from ${tables} where e.object_kind = '${kind}' and o.id = e.object_id`;

/** Lateral to entry `e`: name, is_there, part_kind and part_id of what it is about; one look by key for each entry. */
export const auditedObject = `(${Object.entries(kinds).map(branchOf).join('\n  union all ')})`;
