import type { ApplicationStore } from '../../../core/connectors/ports.ts';
import type { ExecuteSql } from '../database.ts';

export const applicationStore = (executeSql: ExecuteSql): ApplicationStore => ({
  async byId(id) {
    const { rows } = await executeSql('select id, name from application where id = $1', [id]);
    return rows[0] ?? null;
  },
  async add(application, now) {
    const { rows } = await executeSql(
      `insert into application (id, name, created_at, created_by) values ($1, $2, $3, $4)
       on conflict do nothing returning id`,
      [application.id, application.name, now, application.createdBy],
    );
    if (rows.length === 0) return false;
    await executeSql(`insert into application_owner (application_id, person_id) select $1, unnest($2::text[])`, [
      application.id,
      application.ownerIds,
    ]);
    return true;
  },
});
