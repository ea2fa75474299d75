import type { PersonRecord, PersonStore } from '../../../core/security/ports.ts';
import type { ExecuteSql } from '../database.ts';

/** Any constant does; held to the end of the transaction. */
const lockKey = 4_201_129;

const select = `
  select p.id, p.name, p.email, p.title, p.department, p.manager_id as "managerId", p.status, p.source,
    array(select role from role_grant g where g.person_id = p.id order by role) as roles
  from person p`;

export const personStore = (executeSql: ExecuteSql): PersonStore => ({
  async byId(id) {
    const { rows } = await executeSql(`${select} where p.id = $1`, [id]);
    return (rows[0] as PersonRecord | undefined) ?? null;
  },
  async byIds(ids) {
    const { rows } = await executeSql(`${select} where p.id = any($1) order by p.name, p.id`, [ids]);
    return rows;
  },
  async byEmail(email) {
    const { rows } = await executeSql(`${select} where p.email = $1`, [email]);
    return (rows[0] as PersonRecord | undefined) ?? null;
  },
  async add(person, now) {
    await executeSql(
      `insert into person (id, name, email, title, department, manager_id, status, source, created_at, updated_at)
       values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $9)`,
      [
        person.id,
        person.name,
        person.email,
        person.title,
        person.department,
        person.managerId,
        person.status,
        person.source,
        now,
      ],
    );
  },
  async describe(id, facts, now) {
    await executeSql(
      'update person set title = $2, department = $3, manager_id = $4, source = $5, updated_at = $6 where id = $1',
      [id, facts.title, facts.department, facts.managerId, facts.source, now],
    );
  },
  async grantRole(id, role, by, now) {
    const { rows } = await executeSql(
      `insert into role_grant (person_id, role, granted_at, granted_by) values ($1, $2, $3, $4)
       on conflict (person_id, role) do update set granted_at = $3, granted_by = $4, is_from_claim = false
         where role_grant.is_from_claim
       returning role`,
      [id, role, now, by],
    );
    return rows.length > 0;
  },
  async grantClaimedRole(id, role, now) {
    await executeSql(
      `insert into role_grant (person_id, role, granted_at, is_from_claim) values ($1, $2, $3, true)
       on conflict do nothing`,
      [id, role, now],
    );
  },
  async claimedRoles(id) {
    const { rows } = await executeSql(
      'select role from role_grant where person_id = $1 and is_from_claim order by role',
      [id],
    );
    return rows.map(({ role }) => role);
  },
  async takeRole(id, role) {
    const { rows } = await executeSql('delete from role_grant where person_id = $1 and role = $2 returning role', [
      id,
      role,
    ]);
    return rows.length > 0;
  },
  async takeTurnWithRoles() {
    await executeSql('select pg_advisory_xact_lock($1)', [lockKey]);
  },
  async countHolders(role) {
    const { rows } = await executeSql(
      `select count(*) as count from role_grant g join person p on p.id = g.person_id
       where g.role = $1 and p.status = 'active'`,
      [role],
    );
    return rows[0].count;
  },
  async hasSuperAdministrator() {
    const { rows } = await executeSql(
      `select exists (select from role_grant g join person p on p.id = g.person_id
         where g.role = 'super-administrator' and p.status = 'active') as is`,
    );
    return rows[0].is;
  },
});
