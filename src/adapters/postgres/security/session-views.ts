import type { SessionViews } from '../../../core/security/ports.ts';
import type { Database } from '../database.ts';

export const sessionViews = ({ pool }: Database): SessionViews => ({
  async describe(personId) {
    const { rows } = await pool.query(
      `select json_build_object('id', p.id, 'name', p.name, 'email', p.email, 'title', p.title) as person,
         array(select role from role_grant g where g.person_id = p.id order by role) as roles,
         (select count(*) from person r where r.manager_id = p.id and r.status = 'active') as "reportCount",
         (select v.name from connector c
            join entity e on e.kind = 2 and e.native_id = coalesce(c.management_aws_account_id, c.aws_account_id)
            join entity_version v on v.entity_id = e.id and v.to_seq is null
          where c.last_synced_at is not null
          order by c.deleted_at is not null, c.management_aws_account_id is null, c.created_at limit 1) as "organizationName",
         (select max(published_at) from sync_run where seq is not null and kind <> 'deletion') as "lastPublishedAt"
       from person p where p.id = $1`,
      [personId],
    );
    return rows[0];
  },
});
