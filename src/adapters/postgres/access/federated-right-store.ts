import type { FederatedRightStore, MembershipPlace, ReopenedTask } from '../../../core/access/federated/ports.ts';
import type { IdpMembership } from '../../../core/access/model/federated-right.ts';
import type { ManualTaskId } from '../../../core/access/provisioning-ports.ts';
import type { ConnectorId } from '../../../core/shared/ids.ts';
import { requireThere } from '../connectors/deletion/require-there.ts';
import type { ExecuteSql } from '../database.ts';

const federated = 3;

/** Rows of `revocation v` whose removal still has to be proven. */
const isUnproven = `v.kind = ${federated} and v.verified_at is null`;
const isSame = (a: string, b: string): string =>
  `${a}.idp_group_id = ${b}.idp_group_id and ${a}.idp_email = ${b}.idp_email`;

const placeSql = `select k.connector_id as "connectorId", idp.name as "identityProvider", named.name as group,
    exists (select from idp_group_member m where m.group_id = named.id and m.email = $2 and m.to_at is null) as "isMember"
  from idp_group named join identity_provider idp on idp.id = named.identity_provider_id
  join lateral (select v.parent_id from entity_version v where v.entity_id = $3 order by v.from_seq desc limit 1) role on true
  join entity a on a.id = role.parent_id join coverage k on k.family = 'iam' and k.native_id = a.native_id
  join connector c on c.id = k.connector_id and c.deleted_at is null
  where named.id = $1`;

/** The address under which the member of `revocation v` is in the group now, also where it is another one of the person. */
const addressNow = `(select m.email from idp_group_member m where m.group_id = v.idp_group_id and m.to_at is null
  and (m.email = v.idp_email or m.person_id in (select i.person_id from review_item i where i.revocation_id = v.id))
  order by m.email <> v.idp_email, m.email limit 1)`;

/**
 * The newest upload counts, and only one that came after the word was given: the membership may have been taken away
 * since the one before. Of a membership the newest task is opened, whichever of its revocations asked for that.
 */
const reopenSql = `with untrue as (
    update revocation v set status = 'task', done_at = null
    from idp_group named where ${isUnproven} and v.status = 'done' and named.id = v.idp_group_id and ${addressNow} is not null
      and v.done_at < (select max(u.at) from identity_provider_upload u where u.identity_provider_id = named.identity_provider_id)
    returning v.idp_group_id, v.idp_email, v.connector_id, ${addressNow} as address),
  still as (
    select idp_group_id, idp_email, min(address) as address, array_agg(distinct connector_id order by connector_id) as connectors
    from untrue group by 1, 2),
  again as (
    select distinct on (own.idp_group_id, own.idp_email) m.id, still.address, still.connectors, named.name as group,
      idp.name as provider
    from still join revocation own on own.kind = ${federated} and ${isSame('own', 'still')}
    join manual_task m on m.revocation_id = own.id and m.status = 'done'
    join idp_group named on named.id = still.idp_group_id join identity_provider idp on idp.id = named.identity_provider_id
    order by own.idp_group_id, own.idp_email, m.created_at desc, m.id)
  update manual_task m set status = 'open', done_by = null, done_at = null from again where m.id = again.id
  returning m.id, again.connectors as "connectorIds", json_build_object('identityProvider', again.provider,
    'group', again.group, 'email', again.address) as member`;

/** $1 now. A task is of one membership: whatever else is to be proven by the same removal keeps it open. */
const settleSql = `with settled as (
    update revocation v set status = 'done', done_at = coalesce(v.done_at, $1)
    where v.kind = ${federated} and v.verified_at is not null and v.status in ('pending', 'task') returning v.id)
  update manual_task m set status = 'cancelled', done_at = $1
  from revocation own where own.id = m.revocation_id and own.kind = ${federated} and m.status = 'open'
    and not exists (select from revocation v where ${isSame('v', 'own')} and ${isUnproven})`;

/** Revocations that only the administrators of an identity provider can carry out; the reconciler never sees them. */
export const federatedRightStore = (executeSql: ExecuteSql): FederatedRightStore => {
  const ofMembership = async (text: string, { idpGroupId, email }: IdpMembership, ...rest: unknown[]) =>
    (await executeSql(text, [idpGroupId, email, ...rest])).rows;
  return {
    async placeOf(right) {
      const [place] = await ofMembership(placeSql, right, right.roleId);
      return (place as MembershipPlace | undefined) ?? null;
    },
    async addRevocation({ id, right, connectorId, reason, decidedBy, sourceId }, now) {
      await requireThere(executeSql, connectorId);
      await executeSql(
        `insert into revocation (id, kind, target_id, principal_id, idp_group_id, idp_email, connector_id, reason, decided_by,
           source_kind, source_id, status, created_at)
         values ($1, ${federated}, $2, $3, $4, $5, $6, $7, $8, 'review-item', $9, 'task', $10)`,
        [
          id,
          right.roleId,
          right.providerId,
          right.idpGroupId,
          right.email,
          connectorId,
          reason,
          decidedBy,
          sourceId,
          now,
        ],
      );
    },
    async openTaskOf(membership) {
      const [task] = await ofMembership(
        `select m.id from manual_task m join revocation v on v.id = m.revocation_id
         where v.kind = ${federated} and v.idp_group_id = $1 and v.idp_email = $2 and m.status = 'open' order by m.id limit 1`,
        membership,
      );
      return (task?.id as ManualTaskId | undefined) ?? null;
    },
    async connectorsOf(membership) {
      const rows = await ofMembership(
        `select distinct v.connector_id as id from revocation v
         where v.kind = ${federated} and v.idp_group_id = $1 and v.idp_email = $2 order by 1`,
        membership,
      );
      return rows.map((row) => row.id as ConnectorId);
    },
    async sayDone(membership, now) {
      await ofMembership(
        `update revocation v set status = 'done', done_at = $3
         where ${isUnproven} and v.idp_group_id = $1 and v.idp_email = $2 and v.status = 'task'`,
        membership,
        now,
      );
    },
    async reopenTasks() {
      const { rows } = await executeSql(reopenSql);
      return rows as ReopenedTask[];
    },
    async rewriteTask(id, { title, instructions }) {
      await executeSql('update manual_task set title = $2, instructions = $3 where id = $1', [
        id,
        title,
        JSON.stringify(instructions),
      ]);
    },
    async settleProven(now) {
      await executeSql(settleSql, [now]);
    },
  };
};
