import { sql } from 'kysely';
import { entityKinds } from '../../../../core/inventory/model/kinds.ts';
import { Refusal } from '../../../../core/shared/refusal.ts';
import { entityNumber } from '../inventory/entity-rows.ts';
import { type ListQuery, notFound } from '../list-page.ts';
import { fallbackName, type Sql } from '../moment.ts';
import type { Executor } from '../snapshot.ts';

export type SubjectKind = 'person' | 'identity' | 'aws-account' | 'group' | 'permission-set' | 'role';
/** What a question is about. `number` is the entity's id; a person has none. */
export interface Subject {
  kind: SubjectKind;
  /** What the page's address takes. */
  id: string;
  name: string;
  number: number | null;
}
const kindsOf: Record<Exclude<SubjectKind, 'person'>, number[]> = {
  'aws-account': [entityKinds['aws-account']],
  group: [entityKinds['identity-center-group'], entityKinds['iam-group']],
  'permission-set': [entityKinds['permission-set']],
  role: [entityKinds['iam-role']],
  identity: [entityKinds['identity-center-user'], entityKinds['iam-user'], entityKinds['iam-role']],
};
const words: Record<SubjectKind, string> = {
  person: 'person',
  identity: 'identity',
  'aws-account': 'AWS account',
  group: 'group',
  'permission-set': 'permission set',
  role: 'role',
};

/** The entity with this id, as one of the kind asked for. Throws Refusal `not-found`. */
export async function entitySubject(
  db: Executor,
  query: ListQuery,
  kind: Exclude<SubjectKind, 'person'>,
  id: string,
): Promise<Subject> {
  const where = kind === 'aws-account' ? sql`e.native_id = ${id}` : sql`e.id = ${entityNumber(id)}`;
  const [found] = await entities(db, query, kindsOf[kind], where);
  if (!found) throw notFound(words[kind]);
  return { ...found, kind };
}

export async function personSubject(db: Executor, query: ListQuery, id: string): Promise<Subject> {
  const [found] = await people(db, query, sql`p.id = ${id}`);
  if (!found) throw notFound('person');
  return found;
}

/** A person by id, e-mail or name; else an identity by id, ARN, e-mail or name. */
export async function namedHolder(db: Executor, query: ListQuery, text: string): Promise<Subject> {
  const exact = text.trim();
  const found = await people(
    db,
    query,
    sql`(p.id = ${exact} or p.email = lower(${exact}) or lower(p.name) = lower(${exact}))`,
  );
  if (found.length > 0) return onlyOne(found, exact, 'person');
  const identities = await entities(db, query, kindsOf.identity, isCalled(exact, true));
  return onlyOne(
    identities.map((each) => ({ ...each, kind: 'identity' as const })),
    exact,
    'person or identity',
  );
}

/** An AWS account by its 12 digits, name or alias; a role, group or permission set by id, ARN or name. */
export async function namedTarget(db: Executor, query: ListQuery, text: string): Promise<Subject> {
  const exact = text.trim();
  const kinds = [...kindsOf['aws-account'], ...kindsOf.group, ...kindsOf['permission-set'], ...kindsOf.role];
  const found = await entities(db, query, kinds, isCalled(exact, false));
  return onlyOne(found, exact, 'AWS account, role, group or permission set');
}

function onlyOne(found: Subject[], text: string, what: string): Subject {
  const same = found.filter((each) => each.name === text || each.id === text);
  const [first, ...others] = same.length > 0 ? same : found;
  if (!first) throw notFound(`${what} called ${text}`);
  if (others.length > 0)
    throw new Refusal('conflict', 'ambiguous-name', `${text} fits several; ask again with one of the ids.`, {
      facts: { candidates: [first, ...others].slice(0, 10).map(({ kind, id, name }) => ({ kind, id, name })) },
    });
  return first;
}

/** Case does not matter, and ILIKE without wildcards is what the trigram index answers. */
function isCalled(text: string, byEmail: boolean): Sql {
  const number = entityNumber(text);
  const pattern = text.replace(/[\\%_]/g, (sign) => `\\${sign}`);
  const valid = sql`named.to_seq is null`;
  return sql`e.id in (
    select ${number}::int where ${number}::int is not null
    union select same.id from entity same where same.native_id = ${text}
    union select named.entity_id from entity_version named where named.name ilike ${pattern} and ${valid}
    union select named.entity_id from entity_version named where named.arn = ${text} and ${valid}
    union select named.entity_id from entity_version named where ${byEmail} and named.email = lower(${text}) and ${valid}
    union select named.parent_id from entity_version named where named.name ilike ${pattern} and named.kind = 15 and ${valid})`;
}

async function people(db: Executor, { moment, visibility }: ListQuery, where: Sql): Promise<Subject[]> {
  const ctes = [moment.cte, moment.linkCte, ...visibility.ctes];
  const { rows } = await sql<Subject>`with recursive ${sql.join(ctes)}
    select 'person' as kind, p.id, p.name, null as number from person p
    where ${where} and ${visibility.person(sql`p.id`)} order by p.name, p.id limit 11`.execute(db);
  return rows;
}

async function entities(
  db: Executor,
  { moment, visibility }: ListQuery,
  kinds: number[],
  where: Sql,
): Promise<Subject[]> {
  const ctes = [moment.cte, moment.linkCte, ...visibility.ctes];
  const { rows } = await sql<Subject>`with recursive ${sql.join(ctes)}
    select e.id as number, coalesce(v.name, ${fallbackName(sql`e.id`, sql`e.native_id`)}) as name,
      case when e.kind = 2 then e.native_id else 'ent_' || e.id end as id,
      case when e.kind = 2 then 'aws-account' when e.kind in (5, 8) then 'group' when e.kind = 6 then 'permission-set'
        when e.kind = 9 then 'role' else 'identity' end as kind
    from entity e left join entity_version v on v.entity_id = e.id and ${moment.valid('v')}
    where e.kind in (${sql.join(kinds.map((kind) => sql.lit(kind)))}) and ${where}
      and ${visibility.entity(sql`e.id`, sql`v.parent_id`)}
    order by e.kind, name, e.id limit 11`.execute(db);
  return rows;
}
